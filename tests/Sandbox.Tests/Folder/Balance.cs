using System.Globalization;

namespace CleanClaim.Sandbox.Tests.Folder;

/// <summary>The three balances of an 835 counted again from its text: line, claim, check (005010X221A1 1.10.2).</summary>
internal static class Balance
{
    private static long Cents(string text)
    {
        var negative = text.StartsWith('-');
        var fields = text.TrimStart('-').Split('.');
        var cents = long.Parse(fields[0], CultureInfo.InvariantCulture) * 100 + (fields.Length == 1 ? 0 : long.Parse(fields[1].PadRight(2, '0'), CultureInfo.InvariantCulture));
        return negative ? -cents : cents;
    }

    private static long Every(string[] segment, int first, int step) =>
        Enumerable.Range(0, segment.Length).Where(i => i >= first && (i - first) % step == 0 && segment[i].Length > 0).Sum(i => Cents(segment[i]));

    /// <summary>Differences that are not zero, each named: "line 97810", "claim W-1001", "check".</summary>
    public static List<string> Differences(string answer)
    {
        var found = new List<string>();
        long check = 0, claims = 0, adjustments = 0, claimOpen = 0, lineOpen = 0;
        string claim = "", line = "";
        void CloseLine() { if (lineOpen != 0) found.Add(line); lineOpen = 0; }
        void CloseClaim() { CloseLine(); if (claimOpen != 0) found.Add(claim); claimOpen = 0; }
        foreach (var e in answer.Split("~\n").Select(s => s.Split('*')))
            switch (e[0])
            {
                case "BPR": check = Cents(e[2]); break;
                case "CLP": CloseClaim(); claim = "claim " + e[1]; claims += Cents(e[4]); claimOpen = Cents(e[3]) - Cents(e[4]); break;
                case "SVC": CloseLine(); line = "line " + e[1]; lineOpen = Cents(e[2]) - Cents(e[3]); break;
                case "CAS": lineOpen -= Every(e, 3, 3); claimOpen -= Every(e, 3, 3); break;
                case "PLB": CloseClaim(); adjustments += Every(e, 4, 2); break;
                case "SE": CloseClaim(); break;
            }
        if (check != claims - adjustments) found.Add("check");
        return found;
    }

    public static void Assert(string answer) => Xunit.Assert.Empty(Differences(answer));
}
