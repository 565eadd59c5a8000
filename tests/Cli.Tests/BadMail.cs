using System.Text.Json;
using CleanClaim.Testing;

namespace CleanClaim.Cli.Tests;

/// <summary>What was posted under a name, in the order of <see cref="BadMail"/>.</summary>
public sealed record Posted(int Code, JsonElement Line)
{
    public string this[string name] => Line.GetProperty(name).ToString();
    public IReadOnlyList<string> Reasons => [.. Line.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!)];
}

/// <summary>
/// A practice with five claims of Thomas Whitfield's at Evergreen, and a bad day's mail: each file is brought by a command of its own. Three are refused; then come
/// good ones, one of them twice under different names, one a cent too large, one whose claim is a cent off, and one with a segment that nobody knows.
/// </summary>
public sealed class BadMail : IAsyncLifetime
{
    private const int Days = 5;

    public Cleanclaim Program { get; } = new();
    public Dictionary<string, Posted> Brought { get; } = [];
    public string BalanceBefore { get; private set; } = "";
    public string BalanceAfterRefused { get; private set; } = "";
    public string BalanceAtEnd { get; private set; } = "";
    public IReadOnlyList<JsonElement> WaitingAfterRefused { get; private set; } = [];
    public IReadOnlyList<JsonElement> WaitingAtEnd { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var pcn = await Send();
        BalanceBefore = await Balance();
        var whole = new Era { Trace = "TRACE-CUT", Pcn = pcn[1], Service = "20261101" }.Text;
        await Bring("letter.835", "Dear clinic, we paid you.");
        await Bring("cut.835", whole[..whole.IndexOf("CAS*PR", StringComparison.Ordinal)]);
        await Bring("other.835", Era.ForAnotherPractice);
        (BalanceAfterRefused, WaitingAfterRefused) = (await Balance(), await Waiting());
        await Bring("whole.835", whole);
        var twice = new Era { Trace = "TRACE-TWICE", Pcn = pcn[2], Service = "20261102" }.Text;
        await Bring("first.835", twice);
        await Bring("second.835", twice.ReplaceLineEndings(""));
        await Bring("cent.835", new Era { Trace = "TRACE-CENT", Pcn = pcn[3], Service = "20261103", Check = "37.01" }.Text);
        await Bring("line.835", new Era { Trace = "TRACE-LINE", Pcn = pcn[4], Service = "20261104", Adjustments = ["CAS*CO*45*33.01", "CAS*PR*3*25"] }.Text);
        await Bring("strange.835", new Era { Trace = "TRACE-ODD", Pcn = pcn[5], Service = "20261105", Adjustments = ["CAS*CO*45*33", "CAS*PR*3*25", "ZZZ*SURPRISE*12"] }.Text);
        (BalanceAtEnd, WaitingAtEnd) = (await Balance(), await Waiting());
    }

    public Task DisposeAsync()
    {
        Program.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Sends a claim for each day; their patient control numbers by day.</summary>
    private async Task<Dictionary<int, string>> Send()
    {
        await Program.Prepare();
        var visits = Enumerable.Range(1, Days).Select(day => $$"""{"key":"tom-{{day}}","patient":"thomas","provider":"nguyen","place":"11","date":"2026-11-0{{day}}","diagnoses":["M5450"],"contactMinutes":16,"lines":[{"code":"97810","pointers":[1],"minutes":16}]}""");
        Program.Write("visits.json", $$"""{"visits":[{{string.Join(',', visits)}}]}""");
        Assert.Equal(0, (await Program.Run("import", "book", "visits.json", "--today", Cleanclaim.Today)).Code);
        var sent = (await Program.Run("claims", "submit", "--payer", "evergreen", "--today", Cleanclaim.Today, "--json")).Lines.Where(l => l.GetProperty("status").GetString() == "sent").ToList();
        return Enumerable.Range(1, Days).ToDictionary(day => day, day => sent.Single(l => l.GetProperty("visit").GetString() == $"tom-{day}").GetProperty("patientControlNumber").GetString()!);
    }

    private async Task Bring(string name, string text)
    {
        Program.Write(name, text);
        var ran = await Program.Run("remit", "post", name, "--today", Cleanclaim.Today, "--json");
        Brought[name] = new(ran.Code, Assert.Single(ran.Lines));
    }

    private async Task<IReadOnlyList<JsonElement>> Waiting() => (await Program.Run("exceptions", "list", "--json")).Lines;

    private async Task<string> Balance() => (await Program.Run("ledger", "balance", "--json")).Out;
}
