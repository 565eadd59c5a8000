using System.CommandLine.Parsing;
using System.Globalization;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Cli;

/// <summary>How typed words become values, each with a message that says how to write it.</summary>
public static class Words
{
    /// <summary>2026-03-14, or 3/14/2026.</summary>
    public static DateOnly? Day(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var format in (ReadOnlySpan<string>)["yyyy-MM-dd", "M/d/yyyy"])
            if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        result.AddError($"\"{text}\" is not a date; write it as 2026-03-14.");
        return null;
    }

    public static Money? Amount(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Money.TryParse(text) is { } amount) return amount;
        result.AddError($"\"{text}\" is not an amount; write it as 25.00.");
        return null;
    }

    /// <summary>"1=2": line 1 of an answer is line 2 of the claim.</summary>
    public static LineSaid[] LinesSaid(ArgumentResult result)
    {
        var said = result.Tokens.Select(t => LineSaid.TryParse(t.Value)).ToList();
        if (said.IndexOf(null) is >= 0 and var bad) result.AddError($"\"{result.Tokens[bad].Value}\" puts no line to a line; write it as 1=2, the answer's line first.");
        return [.. said.OfType<LineSaid>()];
    }

    /// <summary>A month as 2026-03, returned as 202603.</summary>
    public static int Month(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            return (first.Year * 100) + first.Month;
        result.AddError($"\"{text}\" is not a month; write it as 2026-03.");
        return 0;
    }
}
