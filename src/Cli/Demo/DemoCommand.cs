using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Book;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Submissions;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Serving;
using CleanClaim.Cli.Submissions;
using CleanClaim.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Demo;

/// <summary>`demo`: a fresh clinic of invented people with payers that answer, served; or one claim told as a story.</summary>
internal static class DemoCommand
{
    public const string User = "demo@juniper.example";
    // Practice data of invented people, served on this machine only: the password is no secret.
    public const string Password = "a walk in the juniper garden";
    private static readonly Option<bool> Once = new("--once") { Description = "tell one claim from registration to zero balance in the terminal, then exit" };
    private static readonly Option<bool> Keep = new("--keep") { Description = "serve what the folder holds; fill it only when it is empty" };

    public static Verb Make() => new Verb("demo", "a fresh demo clinic with sandbox payers, then serve", "cleanclaim demo --once").With(ServeCommand.Urls, Once, Keep)
        .Does(async (context, cancel) =>
        {
            var place = DataPlace.Of(context);
            if (place.Database is not null) throw new CannotRunException("The demo lives in a folder; leave --database out and say --data DIR.");
            var kept = context.Get(Keep) && File.Exists(DataFolder.DatabaseIn(place.Folder));
            if (!kept) await Replace(context, place, cancel);
            var code = kept ? Exit.Done : await Fill(context, place, cancel);
            if (context.Get(Once)) return code;
            context.Out.WriteLine($"Sign in as {User} with the password \"{Password}\".");
            return await ServeCommand.OnFolder(context, place, works: true, cancel);
        });

    /// <summary>Empties a folder that holds practice data and nothing else; refuses any other.</summary>
    private static async Task Replace(CommandContext context, DataPlace place, CancellationToken cancel)
    {
        if (!File.Exists(DataFolder.DatabaseIn(place.Folder))) return;
        await using (var folder = await place.TryOpen(context, cancel)
            ?? throw new CannotRunException($"{place.Folder} is being served. End that server first, or choose another folder with --data."))
        {
            var work = new Work(folder.Database, folder.Vault, context.Around.Clock);
            var all = await work.Global(write: false, db => db.Set<Organization>().AsNoTracking().ToListAsync(cancel), cancel);
            if (all.Any(o => !o.PracticeData)) throw new CannotRunException($"{place.Folder} holds a real organization's data, which the demo does not touch. Choose another folder with --data.");
        }
        foreach (var file in Directory.GetFiles(place.Folder, "cleanclaim.db*")) File.Delete(file);
        foreach (var part in (ReadOnlySpan<string>)["keys", "exchange", "out", "statements"])
            if (Directory.Exists(Path.Combine(place.Folder, part))) Directory.Delete(Path.Combine(place.Folder, part), recursive: true);
    }

    private static async Task<int> Fill(CommandContext context, DataPlace place, CancellationToken cancel)
    {
        await using var folder = await place.TryOpen(context, cancel)
            ?? throw new CannotRunException($"{place.Folder} is being used by another process.");
        var work = new Work(folder.Database, folder.Vault, context.Around.Clock);
        var org = await CreateOrganization.Run(work, new CreateOrganization.Command("juniper", "Juniper Health", PracticeData: true, User, Passwords.Hash(Password)), cancel);
        var organization = await work.Global(write: false, db => db.Set<Organization>().AsNoTracking().FirstAsync(o => o.Org == org, cancel), cancel);
        var scope = new Scope(org, null, User, Role.Owner);
        var today = context.Get(Globals.Today) ?? DateOnly.FromDateTime(context.Around.Clock.GetLocalNow().DateTime);
        var book = DemoBook.At(today);
        OpenData On(DateOnly day) => new(work.At(new SetClock(day)), place, organization, scope);
        if (context.Get(Once)) return await new DemoStory(context, On, book, today).Tell(cancel);
        context.Say("Filling a demo clinic with invented people…");
        await Practise(On, book, today, cancel);
        return Exit.Done;
    }

    /// <summary>The whole book, its claims sent and answered, so that every page has something to show.</summary>
    private static async Task Practise(Func<DateOnly, OpenData> on, BookFile book, DateOnly today, CancellationToken cancel)
    {
        var (sent, answered) = (on(today.AddDays(-5)), on(today.AddDays(-3)));
        await sent.Work.Do(Right.Administer, sent.Scope, Request.Once("book.import"), tx => ImportBook.Run(tx, book, cancel), cancel);
        await sent.Work.Do(Right.Administer, sent.Scope, Request.Once("partner.set"), tx => SetPartner.Run(tx, DemoBook.Partner(book), cancel), cancel);
        await SendClaims.Run(sent.Work, sent.Scope, Request.Once("claims.submit").Key, cancel: cancel);
        await new ExchangeRound(answered, TextWriter.Null).Run(cancel);
        await AddSibling(on, today, cancel);
    }

    /// <summary>A second practice, and a check of one plan that pays a claim of each: it is paid to the first, which then owes the second its part.</summary>
    private static async Task AddSibling(Func<DateOnly, OpenData> on, DateOnly today, CancellationToken cancel)
    {
        var (data, book) = (on(today.AddDays(-2)), DemoBook.Aspen(today));
        await data.Work.Do(Right.Administer, data.Scope, Request.Once("book.import"), tx => ImportBook.Run(tx, book, cancel), cancel);
        var sent = await SendClaims.Run(data.Work, data.Scope, Request.Once("claims.submit").Key, book.Payers[0].Key, cancel: cancel);
        await Later.Run(data, cancel);
        var numbers = sent.Sent.ToDictionary(s => s.Visit, s => s.Pcn!);
        await RemitPosting.PostFile(data.Work, data.Scope, "harvest-771.835", DemoBook.SharedCheck(book, numbers, today.AddDays(-2)), cancel);
    }
}
