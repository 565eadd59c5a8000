using System.Globalization;
using System.Text;
using CleanClaim.Sandbox.Answers;

namespace CleanClaim.Sandbox.Folder;

internal sealed record OutFile(string Name, byte[] Content);

/// <summary>The answers of one run, numbered as they are made; nothing is on disk yet.</summary>
internal sealed class Outbox(SandboxState state, DateOnly today, string clearinghouseId)
{
    private readonly List<OutFile> files = [];

    public IReadOnlyList<OutFile> Files => files;

    public Addressing Next(string to, bool isTest) => new(clearinghouseId, to, isTest, today, state.NextControl++);

    /// <summary>DATE-NUMBER-FROM.KIND: sorted by name, the files stand in the order they were made.</summary>
    public void Put(Addressing to, string from, string kind, string text) =>
        files.Add(new(string.Create(CultureInfo.InvariantCulture, $"{today:yyyyMMdd}-{to.Control:D9}-{from}.{kind}"), Encoding.ASCII.GetBytes(text)));

    /// <summary>bank-DATE.csv; a second one of a day is bank-DATE-2.csv.</summary>
    public void PutBank(string text)
    {
        var day = today.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var number = state.BankFiles[day] = state.BankFiles.GetValueOrDefault(day) + 1;
        files.Add(new($"bank-{day}{(number == 1 ? "" : "-" + Edi.Number(number))}.csv", Encoding.ASCII.GetBytes(text)));
    }
}
