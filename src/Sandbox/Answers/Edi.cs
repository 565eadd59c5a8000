using System.Globalization;
using System.Text;

namespace CleanClaim.Sandbox.Answers;

/// <summary>Whom an answer goes to and under which numbers. The hour is part of no decision and always the same.</summary>
internal sealed record Addressing(string From, string To, bool IsTest, DateOnly Date, long Control)
{
    public const string Hour = "0600";
}

/// <summary>Writes X12 in one plain style: * : ^ ~ and a line break after each segment.</summary>
internal sealed class Edi
{
    private readonly StringBuilder text = new();
    private int segments;

    public Edi Add(string id, params ReadOnlySpan<string> elements)
    {
        var last = elements.Length;
        while (last > 0 && elements[last - 1].Length == 0) last--;
        text.Append(id);
        foreach (var element in elements[..last]) text.Append('*').Append(element);
        text.Append("~\n");
        segments++;
        return this;
    }

    /// <summary>What came from outside: our delimiters cannot stand in it, nor blanks at its edges.</summary>
    public static string Data(string value, int most = 60)
    {
        var clean = value.Replace('*', ' ').Replace('~', ' ').Replace(':', ' ').Replace('^', ' ').Trim();
        return clean.Length > most ? clean[..most].TrimEnd() : clean;
    }

    public static string Composite(params ReadOnlySpan<string> parts)
    {
        var last = parts.Length;
        while (last > 0 && parts[last - 1].Length == 0) last--;
        return string.Join(':', parts[..last].ToArray());
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Closes a transaction that began with ST.</summary>
    public string Transaction(string st)
    {
        Add("SE", Number(segments + 1), st);
        return text.ToString();
    }

    public static string Envelope(Addressing to, string functionalId, string version, params ReadOnlySpan<string> transactions)
    {
        var edi = new Edi();
        Isa(edi, to);
        edi.Add("GS", functionalId, to.From, to.To, Reading.Dates.Format(to.Date), Addressing.Hour, Number(to.Control), "X", version);
        foreach (var transaction in transactions) edi.text.Append(transaction);
        edi.Add("GE", Number(transactions.Length), Number(to.Control));
        edi.Add("IEA", "1", to.Control.ToString("D9", CultureInfo.InvariantCulture));
        return edi.text.ToString();
    }

    /// <summary>A TA1 stands in an interchange without a group.</summary>
    public static string Ta1(Addressing to, Reading.Interchange about, string code)
    {
        var edi = new Edi();
        Isa(edi, to);
        edi.Add("TA1", about.ControlNumber, about.Header[9], about.Header[10], code == "000" ? "A" : "R", code);
        edi.Add("IEA", "0", to.Control.ToString("D9", CultureInfo.InvariantCulture));
        return edi.text.ToString();
    }

    private static void Isa(Edi edi, Addressing to) => edi.Add("ISA", "00", "          ", "00", "          ",
        "ZZ", to.From.PadRight(15)[..15], "ZZ", to.To.PadRight(15)[..15], Reading.Dates.Format(to.Date)[2..], Addressing.Hour,
        "^", "00501", to.Control.ToString("D9", CultureInfo.InvariantCulture), "0", to.IsTest ? "T" : "P", ":");
}
