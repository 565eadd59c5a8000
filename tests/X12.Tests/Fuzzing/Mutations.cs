using System.Text;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Fuzzing;

/// <summary>Changes to a file that know what segments, loops, counts, elements, codes and separators are; and, for comparison, changes that know nothing.</summary>
internal static class Mutations
{
    private const int BytesMax = 48 * 1024;

    private static readonly byte[][] Oddities = [.. new[]
    {
        "", "0", "-0", "-1", "1.", ".5", "-", ".", "12.345", "00000000000000000001", "999999999999999999", "9999999999999999999", "1E5", "+1", "20260230", "00000000", "20261301-20250101", "20260101-20260131",
        "2460", "A", " ", "A ", " A", "\0", "é", "\x7f", "ISA", "*", ":", "::::", "^", "^^", "a^b:c", "~", "\n", "1234567893", "1234567890", "ZZZ", "XX", "MI", "D8", "RD8", new string('9', 40), new string('W', 300),
    }.Select(Encoding.Latin1.GetBytes)];

    private static readonly Delimiters[] Styles =
    [
        new((byte)'|', (byte)'>', (byte)'!', (byte)'\''), new((byte)'*', (byte)':', (byte)'^', (byte)'\n'), new(0x1D, 0x1F, 0x1E, 0x1C), new((byte)'*', (byte)':', 0, (byte)'\r'), new((byte)'+', (byte)'*', (byte)'^', (byte)'~'),
    ];

    /// <summary>One to four changes that know the structure, then perhaps true counts again.</summary>
    /// <param name="file">The file to change.</param>
    /// <param name="other">Another one, to take segments from.</param>
    public static byte[] Structured(byte[] file, byte[] other, Random chance)
    {
        var input = Input.Of(file);
        if (input.Parts.Count < 2) return Random(file, chance);
        for (var n = chance.Next(2) == 0 ? 1 : chance.Next(1, 5); n > 0 && input.Parts.Count > 1; n--) Change(input, other, chance);
        if (chance.Next(2) == 0) input.MendCounts();
        if (chance.Next(12) == 0) input.LineBreak = new[] { "", "\n", "\r\n", "\n\n", " \n" }[chance.Next(5)];
        var bytes = input.Bytes(chance.Next(12) == 0 ? Styles[chance.Next(Styles.Length)] : null);
        if (chance.Next(10) == 0) bytes = Random(bytes, chance);
        return bytes.Length > BytesMax ? bytes[..BytesMax] : bytes;
    }

    /// <summary>A few bytes changed, put in or taken out, anywhere.</summary>
    public static byte[] Random(byte[] file, Random chance)
    {
        var bytes = file.ToList();
        for (var n = chance.Next(1, 9); n > 0 && bytes.Count > 1; n--)
        {
            var at = chance.Next(bytes.Count);
            switch (chance.Next(3))
            {
                case 0: bytes[at] = (byte)chance.Next(256); break;
                case 1: bytes.Insert(at, (byte)chance.Next(256)); break;
                default: bytes.RemoveRange(at, Math.Min(chance.Next(1, 12), bytes.Count - at)); break;
            }
        }

        return [.. bytes];
    }

    private static void Change(Input input, byte[] other, Random chance)
    {
        var parts = input.Parts;
        var at = chance.Next(parts.Count);
        var (from, to) = input.LoopAt(at);
        switch (chance.Next(16))
        {
            case 0: parts.RemoveAt(at); break;
            case 1: parts.InsertRange(at, Enumerable.Repeat(parts[at], chance.Next(20) == 0 ? chance.Next(2, 300) : 1)); break;
            case 2: (parts[at], parts[(at + 1) % parts.Count]) = (parts[(at + 1) % parts.Count], parts[at]); break;
            case 3: Move(parts, at, at + 1, chance); break;
            case 4 or 5: parts.InsertRange(to, parts[from..to]); break;
            case 6: parts.RemoveRange(from, to - from); break;
            case 7: Move(parts, from, to, chance); break;
            case 8: Graft(input, at, other, chance); break;
            case 9: Envelope(parts, chance); break;
            case 10: parts.RemoveRange(at, parts.Count - at); break;
            default: Element(input, at, chance); break;
        }
    }

    private static void Move(List<Input.Part> parts, int from, int to, Random chance)
    {
        var moved = parts[from..to];
        parts.RemoveRange(from, to - from);
        parts.InsertRange(chance.Next(parts.Count + 1), moved);
    }

    /// <summary>A loop, or a segment, of the other file in the place of nothing.</summary>
    private static void Graft(Input input, int at, byte[] other, Random chance)
    {
        var donor = Input.Of(other);
        if (donor.Parts.Count == 0) return;
        var (from, to) = donor.LoopAt(chance.Next(donor.Parts.Count));
        input.Parts.InsertRange(at, donor.Parts[from..Math.Min(to, from + 60)]);
    }

    /// <summary>A transaction set, group or interchange once more, or one of their segments without its partner.</summary>
    private static void Envelope(List<Input.Part> parts, Random chance)
    {
        var (head, tail) = new[] { ("ST", "SE"), ("GS", "GE"), ("ISA", "IEA") }[chance.Next(3)];
        var from = parts.FindIndex(p => p.Id == head);
        var to = parts.FindIndex(Math.Max(from, 0), p => p.Id == tail);
        if (from < 0 || to < from || to - from > 200) return;
        if (chance.Next(3) > 0) parts.InsertRange(to + 1, parts[from..(to + 1)]);
        else parts.RemoveAt(chance.Next(2) == 0 ? from : to);
    }

    private static void Element(Input input, int at, Random chance)
    {
        var elements = input.Elements(at).ToList();
        var place = elements.Count == 1 ? 0 : chance.Next(1, elements.Count);
        var use = input.Parts[at].Use;
        var row = use is not null && place >= 1 && place <= use.Elements.Count ? use.Elements[place - 1] : null;
        switch (chance.Next(8))
        {
            case 0: elements[place] = Oddities[chance.Next(Oddities.Length)]; break;
            case 1: elements.Insert(place + 1, Oddities[chance.Next(Oddities.Length)]); break;
            case 2 when place > 0: elements.RemoveAt(place); break;
            case 3: elements.AddRange(Enumerable.Repeat(Array.Empty<byte>(), chance.Next(1, chance.Next(20) == 0 ? 200 : 12))); break;
            case 4: elements[place] = Parts(elements[place], input.Delimiters, chance); break;
            case 5 when Codes(row) is { } codes: elements[place] = Encoding.ASCII.GetBytes(codes.Codes[chance.Next(codes.Codes.Count)]); break;
            case 6 when elements[place].Length > 0: elements[place] = elements[place][..chance.Next(elements[place].Length)]; break;
            default: elements[place] = [.. elements[place], .. elements[chance.Next(elements.Count)]]; break;
        }

        input.Set(at, elements);
    }

    private static CodeSet? Codes(ElementUse? row) => row?.Codes ?? row?.Components.FirstOrDefault(c => c.Codes is not null)?.Codes;

    /// <summary>More or fewer components or repeats.</summary>
    private static byte[] Parts(byte[] element, Delimiters delimiters, Random chance)
    {
        var separator = chance.Next(3) == 0 ? delimiters.Repetition : delimiters.Component;
        if (separator == 0) return element;
        var cut = element.Length == 0 ? 0 : chance.Next(element.Length + 1);
        return chance.Next(3) switch
        {
            0 => [.. element[..cut], separator, .. element[cut..]],
            1 => [.. Enumerable.Range(0, chance.Next(2, 40)).SelectMany(_ => (byte[])[.. element.Take(12), separator])],
            _ => [.. element.Where(b => b != separator)],
        };
    }
}
