using CleanClaim.Billing;
using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.PaymentPosting;
using CleanClaim.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Submissions;

/// <summary>A file that came in a round, and what became of it.</summary>
/// <param name="Outcome">"acknowledged", "posted", "partly", "duplicate", "exception", "refused", "matched", "later".</param>
public sealed record ExchangedFile(string Partner, string File, string Kind, string Outcome, IReadOnlyList<string> Details)
{
    /// <summary>Some of it cannot be taken yet: it stays where it is, and the next round tries again.</summary>
    public const string Later = "later";

    /// <summary>Something of the file waits for a person.</summary>
    public bool Waits => Outcome is not ("acknowledged" or "posted" or "duplicate" or "matched");
}

/// <summary>
/// One round with every trading partner: what waits is sent, the partner's out folder is read, each file goes through the verb for its kind and is then
/// moved to fetched. Killed at any instant, the next round takes the same files again, and the verbs take each once; so do several nodes on one folder.
/// </summary>
internal sealed class ExchangeRound(OpenData data, TextWriter log)
{
    // Practice partners answer alike on every machine.
    private const int SandboxSeed = 1;
    private static readonly string[] BankFiles = [".csv", ".ofx", ".qfx"];

    public async Task<IReadOnlyList<ExchangedFile>> Run(CancellationToken cancel)
    {
        await Later.Run(data, cancel);
        var partners = await data.Work.Read(data.Scope, tx => tx.Db.Set<TradingPartner>().AsNoTracking().OrderBy(p => p.Key).ToListAsync(cancel), cancel);
        var taken = new List<ExchangedFile>();
        foreach (var partner in partners)
        {
            var root = Path.Combine(data.Place.Folder, partner.Folder);
            if (partner.Transport == PartnerTransport.Sandbox) await Answer(root, cancel);
            var coming = Directory.CreateDirectory(Path.Combine(root, "out"));
            foreach (var file in coming.GetFiles().Where(f => f.Extension is not (".part" or ".tmp")).OrderBy(f => Order(f.Extension)).ThenBy(f => f.Name, StringComparer.Ordinal))
            {
                if (await Fetch(file, cancel) is not { } bytes) continue;
                taken.Add(await Take(partner, file, bytes, cancel));
                if (taken[^1].Outcome != ExchangedFile.Later) SetAside(file, Path.Combine(root, "fetched"));
            }
        }
        return taken;
    }

    /// <summary>The sandbox is a partner of practice data only; it answers in the clinic's day.</summary>
    private async Task Answer(string root, CancellationToken cancel)
    {
        if (!data.Organization.PracticeData) throw new CannotRunException("A sandbox partner answers in practice data only; this is a real organization's data.");
        var zone = await data.Work.Read(data.Scope, tx => tx.Db.Set<CleanClaim.Billing.Parties.Practice>().OrderBy(p => p.Id).Select(p => p.Zone).FirstAsync(cancel), cancel);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(data.Work.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);
        if (SandboxDoor.Run(root, today, SandboxSeed, log) == 2) throw new CannotRunException($"The sandbox could not answer in {root}.");
    }

    /// <summary>The file's bytes; null when another node has taken it since the folder was listed.</summary>
    private static async Task<byte[]?> Fetch(FileInfo file, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancel);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Two nodes may take one file at once: the verbs take its content once, and one of the two finds it moved already.</summary>
    private static void SetAside(FileInfo file, string folder)
    {
        try
        {
            File.Move(file.FullName, Path.Combine(Directory.CreateDirectory(folder).FullName, file.Name), overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // The other node has moved it.
        }
    }

    private async Task<ExchangedFile> Take(TradingPartner partner, FileInfo file, byte[] bytes, CancellationToken cancel)
    {
        // What is called a remittance and holds none (empty, cut off in its envelope) waits in the queue of the remittances, where somebody asks for the whole of it.
        if (file.Extension.Equals(".835", StringComparison.OrdinalIgnoreCase) || RemittanceFile.Scan(bytes).Sets.Any(s => s.TransactionId == "835")) return await Post(partner, file.Name, bytes, cancel);
        if (BankFiles.Contains(file.Extension, StringComparer.OrdinalIgnoreCase)) return await Bank(partner, file.Name, bytes, cancel);
        if (bytes.AsSpan().StartsWith("ISA"u8)) return await Acknowledge(partner, file.Name, bytes, cancel);
        return new ExchangedFile(partner.Key, file.Name, file.Extension.TrimStart('.'), "refused", ["No verb takes a file of this kind."]);
    }

    /// <summary>A partner's bank lines belong to the practice whose check they pay.</summary>
    private async Task<ExchangedFile> Bank(TradingPartner partner, string name, byte[] bytes, CancellationToken cancel)
    {
        try
        {
            return await Bank(partner, name, bytes, BankFile.Of(bytes), cancel);
        }
        catch (BadInputException e)
        {
            return new ExchangedFile(partner.Key, name, "bank", "refused", [.. e.Faults.Select(f => $"{f.Place}: {f.Message} {f.Fix}")]);
        }
    }

    private async Task<ExchangedFile> Bank(TradingPartner partner, string name, byte[] bytes, IReadOnlyList<BankLine> lines, CancellationToken cancel)
    {
        var whose = await data.Work.Read(data.Scope, tx => WhoseBank.Of(tx, lines, cancel), cancel);
        var matched = new List<MatchedLine>();
        foreach (var mine in whose)
        {
            if (mine.Key is { } practice) matched.AddRange(await BankCommands.Take(data, practice, name, bytes, [.. mine], null, cancel));
        }
        var nobodys = whose[null].Select(l => $"{l.Amount.ForPeople()}, {l.Description}: names no check of one practice; tried again next time, or bring the file in yourself for the practice whose account it is (Payments, Bank).");
        var outcome = whose.Contains(null) ? ExchangedFile.Later : matched.All(m => m.What == "known") ? "duplicate" : matched.Any(m => m.What == "unidentified") ? "partly" : "matched";
        return new ExchangedFile(partner.Key, name, "bank", outcome, [.. matched.Select(m => $"{m.Amount.ForPeople()}: {BankCommands.Said(m)}"), .. nobodys]);
    }

    private async Task<ExchangedFile> Acknowledge(TradingPartner partner, string name, byte[] bytes, CancellationToken cancel)
    {
        var outcome = await ReceiveAcknowledgment.File(data.Work, data.Scope, name, bytes, cancel);
        var word = outcome.Duplicate ? "duplicate" : outcome.Faults.Count > 0 ? "refused" : "acknowledged";
        return new ExchangedFile(partner.Key, name, string.Join(' ', outcome.Answers.Select(a => a.Type).Distinct()), word,
            [.. outcome.Answers.Select(a => a.Detail), .. outcome.Claims.Select(c => $"visit {c.Visit}, claim {c.Pcn}: {c.Detail}"), .. outcome.Faults.Select(f => $"{f.Message} {f.Fix}")]);
    }

    private async Task<ExchangedFile> Post(TradingPartner partner, string name, byte[] bytes, CancellationToken cancel)
    {
        var lines = await RemitPosting.PostFile(data.Work, data.Scope, name, bytes, cancel);
        var worst = lines.FirstOrDefault(l => l.Outcome is not ("posted" or "duplicate")) ?? lines[0];
        return new ExchangedFile(partner.Key, name, "835", worst.Outcome,
            [.. lines.Select(l => $"check {l.TraceNumber}, {l.Amount?.ForPeople()}: {l.Posted} of {l.Claims} claims posted"), .. lines.SelectMany(l => l.Reasons)]);
    }

    // Answers about a file before answers about its claims, claims before money, money before the bank.
    private static int Order(string extension) => Array.IndexOf([".ta1", ".999", ".277ca", ".277", ".835", ".csv"], extension.ToLowerInvariant()) is >= 0 and var place ? place : int.MaxValue;
}
