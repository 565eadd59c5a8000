using System.Globalization;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Partners;

/// <summary>Reads the short form of a profile: <c>id transaction demand loop place values ; why</c>, a row a line.</summary>
internal sealed class PartnerReader
{
    private readonly List<PartnerRow> _rows = [];
    private string _name = "", _source = "";

    public PartnerReading Read(TextReader text)
    {
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            line = line.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (Take(line) is { } refusal) return new PartnerReading.Refused(number, refusal);
        }

        return _name.Length == 0 ? new PartnerReading.Refused(1, "The profile has no line \"partner NAME\".")
            : _source.Length == 0 ? new PartnerReading.Refused(1, "The profile has no line \"source …\": name the companion guide that it is taken from.")
            : new PartnerReading.Read(new(_name, _source, _rows));
    }

    /// <summary>Takes a line; gives what is wrong with it, or null.</summary>
    private string? Take(string line)
    {
        var semicolon = line.IndexOf(" ; ", StringComparison.Ordinal);
        var why = semicolon < 0 ? "" : line[(semicolon + 3)..].Trim();
        var words = (semicolon < 0 ? line : line[..semicolon]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "partner") return Heading(line["partner".Length..], ref _name);
        if (words[0] == "source") return Heading(line["source".Length..], ref _source);
        if (words.Length is < 5 or > 6) return "A row is: id, transaction, demand, loop, place, and values where the demand has some; blanks between them.";
        if (!Enum.TryParse<PartnerDemand>(words[2], ignoreCase: true, out var demand) || char.IsAsciiDigit(words[2][0])) return $"There is no demand \"{words[2]}\": require, forbid, codes, length, pattern or most.";
        if (_rows.Exists(r => r.Id == words[0])) return $"Row {words[0]} stands twice.";
        if (PlaceOf(words[4]) is not { } place) return $"\"{words[4]}\" is no place: write SEG, SEG(CODE), SEG02, SEG05-3 or SEG(CODE)02.";
        var row = new PartnerRow(words[0], words[1], demand, words[3], place.Segment, place.Qualifier, place.Element, place.Component, [], why.Length > 0 ? why : "Ask the partner for its companion guide.");
        return Values(row, words.Length > 5 ? words[5] : null) ?? Misplaced(_rows[^1]);
    }

    private static string? Heading(string text, ref string field)
    {
        field = text.Trim();
        return field.Length == 0 ? "The line says nothing." : null;
    }

    private string? Values(PartnerRow row, string? values)
    {
        var needsNone = row.Demand is PartnerDemand.Require or PartnerDemand.Forbid;
        if (needsNone != values is null) return needsNone ? $"{row.Demand} takes no values." : $"{row.Demand} needs values.";
        if (!needsNone && row.Demand != PartnerDemand.Most && row.Element == 0) return $"{row.Demand} is of an element: {row.Place} names a segment.";
        var (least, most) = (0, int.MaxValue);
        if (row.Demand == PartnerDemand.Most && !int.TryParse(values, NumberStyles.None, CultureInfo.InvariantCulture, out most)) return $"\"{values}\" is no number.";
        if (row.Demand == PartnerDemand.Length)
        {
            var bounds = values!.Split('-');
            if (bounds.Length != 2 || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out least) || !int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out most) || least > most)
                return $"\"{values}\" is no length: write the fewest and the most characters, as 1-20.";
        }

        _rows.Add(row with { Values = values?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [], Least = least, Most = most });
        return null;
    }

    /// <summary>A row whose place no guide has would never be checked.</summary>
    private static string? Misplaced(PartnerRow row)
    {
        if (row.Transaction == "*")
            return row is { Loop: "-", Segment: "ISA" or "GS", Element: > 0 and <= 16, Component: 0, Demand: PartnerDemand.Codes or PartnerDemand.Length or PartnerDemand.Pattern } ? null
                : "A row for every transaction is of an element of ISA or GS, in loop -, with codes, length or pattern.";
        if (Guides.Named(row.Transaction) is not { } guide) return $"There is no guide {row.Transaction}.";
        var uses = PartnerProfile.UsesOf(row, guide).ToList();
        if (uses.Count == 0) return $"The {row.Transaction} has no {row.Place} in loop {row.Loop}.";
        return row.Element > 0 && uses.TrueForAll(u => u.Elements.Count < row.Element || u.Elements[row.Element - 1].Components.Count < row.Component) ? $"The {row.Transaction} has no {row.Place} in loop {row.Loop}." : null;
    }

    private static (string Segment, string? Qualifier, int Element, int Component)? PlaceOf(string text)
    {
        var (segment, qualifier, rest) = (text, default(string), "");
        if (text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && text.IndexOf(')', StringComparison.Ordinal) is var close && close > open + 1)
            (segment, qualifier, rest) = (text[..open], text[(open + 1)..close], text[(close + 1)..]);
        else if (text.Split('-')[0] is { Length: >= 4 } head && char.IsAsciiDigit(head[^1]) && char.IsAsciiDigit(head[^2]))
            (segment, rest) = (head[..^2], text[(head.Length - 2)..]);
        if (segment.Length is < 2 or > 3 || !segment.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))) return null;
        if (rest.Length == 0) return (segment, qualifier, 0, 0);
        var numbers = rest.Split('-');
        var component = 0;
        if (numbers.Length > 2 || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var element) || element == 0
            || (numbers.Length == 2 && (!int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out component) || component == 0))) return null;
        return (segment, qualifier, element, component);
    }
}
