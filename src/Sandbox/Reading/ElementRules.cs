using System.Globalization;

namespace CleanClaim.Sandbox.Reading;

/// <summary>
/// What each element may hold: R required, S situational, N not used; then type and length. C: composite, looked at by its own rule.
/// Facts of 005010X222A1 and the data element dictionary 005010; checked against azoner/pyx12 dataele.xml.
/// </summary>
internal static class ElementRules
{
    private sealed record Rule(char Usage, string Type, int Least, int Most);

    private const string Table = """
        ST R:ID:3-3 R:AN:4-9 R:AN:1-35
        SE R:N0:1-10 R:AN:4-9
        BHT R:ID:4-4 R:ID:2-2 R:AN:1-50 R:DT:8-8 R:TM:4-8 R:ID:2-2
        NM1 R:ID:2-3 R:ID:1-1 S:AN:1-60 S:AN:1-35 S:AN:1-25 N S:AN:1-10 S:ID:1-2 S:AN:2-80
        N3 R:AN:1-55 S:AN:1-55
        N4 R:AN:2-30 S:ID:2-2 S:ID:3-15 S:ID:2-3 N N S:ID:1-3
        PER R:ID:2-2 S:AN:1-60 S:ID:2-2 S:AN:1-256 S:ID:2-2 S:AN:1-256 S:ID:2-2 S:AN:1-256
        HL R:AN:1-12 S:AN:1-12 R:ID:1-2 S:ID:1-1
        PRV R:ID:1-3 R:ID:2-3 R:AN:1-50
        CUR R:ID:2-3 R:ID:3-3
        REF R:ID:2-3 R:AN:1-50 N S:C:0-0
        SBR R:ID:1-1 S:ID:2-2 S:AN:1-50 S:AN:1-60 S:ID:1-3 N N N S:ID:1-2
        PAT S:ID:2-2 N N N S:ID:2-3 S:AN:1-35 S:ID:2-2 S:R:1-10 S:ID:1-1
        DMG R:ID:2-3 R:AN:1-35 R:ID:1-1
        CLM R:AN:1-38 R:R:1-18 N N R:C:0-0 R:ID:1-1 R:ID:1-1 R:ID:1-1 R:ID:1-1 S:ID:1-1 S:C:0-0 S:ID:2-3 N N N N N N N S:ID:1-2
        DTP R:ID:3-3 R:ID:2-3 R:AN:1-35
        PWK R:ID:2-2 R:ID:1-2 N N S:ID:1-2 S:AN:2-80
        CN1 R:ID:2-2 S:R:1-18 S:R:1-6 S:AN:1-50 S:R:1-6 S:AN:1-30
        AMT R:ID:1-3 R:R:1-18
        K3 R:AN:1-80
        NTE R:ID:3-3 R:AN:1-80
        CRC R:ID:2-2 R:ID:1-1 R:ID:2-3 S:ID:2-3 S:ID:2-3 S:ID:2-3 S:ID:2-3
        HI R:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0 S:C:0-0
        CAS R:ID:1-2 R:ID:1-5 R:R:1-18 S:R:1-15 S:ID:1-5 S:R:1-18 S:R:1-15 S:ID:1-5 S:R:1-18 S:R:1-15 S:ID:1-5 S:R:1-18 S:R:1-15 S:ID:1-5 S:R:1-18 S:R:1-15 S:ID:1-5 S:R:1-18 S:R:1-15
        OI N N R:ID:1-1 S:ID:1-1 N R:ID:1-1
        MOA S:R:1-10 S:R:1-18 S:AN:1-50 S:AN:1-50 S:AN:1-50 S:AN:1-50 S:AN:1-50 S:R:1-18 S:R:1-18
        LX R:N0:1-6
        SV1 R:C:0-0 R:R:1-18 R:ID:2-2 R:R:1-15 S:ID:1-2 N R:C:0-0 N S:ID:1-1 N S:ID:1-1 S:ID:1-1 N N S:ID:1-1
        LIN N R:ID:2-2 R:AN:1-48
        CTP N N N R:R:1-15 R:C:0-0
        QTY R:ID:2-2 R:R:1-15
        MEA R:ID:2-2 R:ID:1-3 R:R:1-20
        PS1 R:AN:1-50 R:R:1-18
        SVD R:AN:2-80 R:R:1-18 R:C:0-0 N R:R:1-15 S:N0:1-6
        LQ R:ID:1-3 S:AN:1-30
        """;

    private static readonly Dictionary<string, Rule[]> Rules = Table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => words[1..].Select(Parse).ToArray());

    private static Rule Parse(string word)
    {
        if (word == "N") return new('N', "", 0, 0);
        var fields = word.Split(':', '-');
        return new(word[0], fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture));
    }

    public static IEnumerable<Fault> Check(LoopNode node)
    {
        foreach (var segment in node.Segments)
            foreach (var fault in Check(segment, node.Id)) yield return fault;
        foreach (var child in node.Children)
            foreach (var fault in Check(child)) yield return fault;
    }

    private static IEnumerable<Fault> Check(Segment segment, string loop)
    {
        if (segment.Elements.Count == 0 || segment.Elements[^1].Length == 0)
            yield return Fault.OfElement("3", segment, loop, Math.Max(1, segment.Elements.Count), 0, "The segment ends with an empty element.");
        for (var i = 1; i <= segment.Elements.Count; i++)
            if (Characters(segment[i], segment.ComponentSeparator) is { } wrong) yield return Fault.OfElement("6", segment, loop, i, 0, wrong);
        if (!Rules.TryGetValue(segment.Id, out var rules)) yield break;
        for (var i = 0; i < Math.Max(rules.Length, segment.Elements.Count); i++)
        {
            if (i >= rules.Length) { yield return Fault.OfElement("3", segment, loop, i + 1, 0, $"{segment.Id} has at most {rules.Length} elements here."); yield break; }
            if (Check(rules[i], segment[i + 1]) is var (code, message))
                yield return Fault.OfElement(code, segment, loop, i + 1, 0, message);
        }
    }

    private static string? Characters(string value, char component)
    {
        if (value.Any(c => c != component && c is < ' ' or > '~')) return "A character outside the basic and extended set.";
        return value.StartsWith(' ') || value.EndsWith(' ') ? "Blanks at the edge of the value." : null;
    }

    private static (string Code, string Message)? Check(Rule rule, string value)
    {
        if (value.Length == 0) return rule.Usage == 'R' ? ("1", "Required and missing.") : null;
        if (rule.Usage == 'N') return ("I10", "The guide does not use this element.");
        if (rule.Type == "C") return null;
        // Length of a number counts its digits alone (X12.6: sign and point are not counted).
        var length = rule.Type == "R" ? value.Count(char.IsAsciiDigit) : value.Length;
        if (length < rule.Least) return ("4", $"Shorter than {rule.Least}.");
        if (length > rule.Most) return ("5", $"Longer than {rule.Most}.");
        return rule.Type switch
        {
            "N0" when !value.All(char.IsAsciiDigit) => ("6", "Not a whole number."),
            "R" when !IsNumber(value) => ("6", "Not a number."),
            "DT" when !Dates.IsReal(value) => ("8", "Not a real date."),
            "TM" when !Dates.IsTime(value) => ("9", "Not a time."),
            _ => null,
        };
    }

    private static bool IsNumber(string value)
    {
        var digits = value.StartsWith('-') ? value[1..] : value;
        return digits.Any(char.IsAsciiDigit) && digits.Count(c => c == '.') <= 1 && digits.All(c => char.IsAsciiDigit(c) || c == '.');
    }
}
