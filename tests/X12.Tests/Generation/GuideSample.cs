using CleanClaim.X12.Schema;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>
/// Whole transactions made from the rows of a guide and nothing else: what must stand stands, what may stand stands by chance,
/// every value fits its row. A transaction whose values hang together beyond its rows (sums, pointers) has a kind of its own below this one.
/// </summary>
internal class GuideSample(Guide guide, int seed, int density)
{
    private const string Npi = "1234567893";
    private static readonly DateOnly Day = new(2026, 1, 5);
    private static readonly TimeOnly Noon = new(12, 0);
    private int _levels;

    protected Random Chance { get; } = new(seed);

    /// <summary>Writes an interchange with one transaction; the writer holds it to the guide's order.</summary>
    /// <returns>The file, and the row that each of its segments was made from, ST and SE left out.</returns>
    public (byte[] File, IReadOnlyList<SegmentUse> Rows) Make()
    {
        var whole = Turn(guide.Loops[0], null, 1);
        var writer = new X12Writer(new() { SenderId = "CLINIC", ReceiverId = "PAYER", Date = Day, Time = Noon, ControlNumber = 7 }, new() { Guide = guide, LineBreaks = true });
        writer.BeginGroup(new() { FunctionalId = guide.GroupId, SenderCode = "CLINIC", ReceiverCode = "PAYER", Date = Day, Time = Noon, ControlNumber = 7, Version = guide.Version });
        writer.BeginTransaction(guide.TransactionId, "0001", guide.Segments[0].Elements.Count > 2 && guide.Segments[0].Elements[2].Usage == Usage.Required ? guide.Version : null);
        List<SegmentUse> rows = [];
        foreach (var part in Flat(whole).Skip(1).SkipLast(1))
        {
            rows.Add(part.Row!);
            writer.Segment(part.Row!.Id.ToString(), [.. Values(part)]);
        }

        using var stream = new MemoryStream();
        var outcome = writer.WriteTo(stream);
        Assert.True(outcome is WriteOutcome.Written, outcome.ToString());
        return (stream.ToArray(), rows);
    }

    /// <summary>One turn of a loop, or one segment of it.</summary>
    protected sealed class Part(Part? parent, int number)
    {
        public LoopUse? Loop { get; init; }
        public SegmentUse? Row { get; init; }
        public List<Part> Inner { get; } = [];
        public Part? Parent { get; } = parent;

        /// <summary>Which turn of its row in its parent this is, from 1.</summary>
        public int Number { get; } = number;

        /// <summary>HL01 of a level.</summary>
        public string Level { get; set; } = "";

        public bool Has(string loopOrSegment) => Inner.Exists(p => p.Loop?.Id == loopOrSegment || p.Row?.Id.ToString() == loopOrSegment);

        /// <summary>The turn of this loop that it stands in; null when it stands in none.</summary>
        public Part? Within(string loop) => Loop?.Id == loop ? this : Parent?.Within(loop);
    }

    /// <summary>Whether a situational row stands; null leaves it to chance.</summary>
    protected virtual bool? Wants(Part turn, LoopItem item) => null;

    /// <summary>The value of an element or component that hangs on others; null leaves it to the row.</summary>
    protected virtual string? Fixed(Part segment, ElementUse element, IReadOnlyList<X12Value> before) => (segment.Row!.Id.ToString(), element.Position) switch
    {
        ("NM1", 9) when before[7].Text == "XX" => Npi,
        ("N1", 4) when before[2].Text == "XX" => Npi,
        ("REF", 2) when before[0].Text == "HPI" => Npi,
        _ => null,
    };

    /// <summary>Whether a situational element stands; null leaves it to chance.</summary>
    protected virtual bool? Wants(Part segment, ElementUse element) => null;

    private Part Turn(LoopUse loop, Part? parent, int number)
    {
        var turn = new Part(parent, number) { Loop = loop };
        if (loop.Items[0].Segment.Id.ToString() == "HL") turn.Level = X12Numbers.Text(++_levels);
        foreach (var item in loop.Items)
        {
            if ((item.Loop?.Usage ?? item.Segment.Usage) == Usage.NotUsed) continue;
            var isOpener = item.Loop is null && item.Segment.IsTrigger;
            if (!isOpener && !item.IsRequired && !(Wants(turn, item) ?? ByChance(density) || MustFollow(turn, item))) continue;
            var times = !isOpener && item.Max > 1 && item.Segment.Id.ToString() is not ("ST" or "SE") && ByChance(20) ? 2 : 1;
            for (var i = 1; i <= times; i++)
                turn.Inner.Add(item.Loop is { } inner ? Turn(inner, turn, i) : new(turn, i) { Row = item.Segment });
        }

        return turn;
    }

    /// <summary>A level that says that levels follow needs one, be it situational.</summary>
    private static bool MustFollow(Part turn, LoopItem item) =>
        IsLevel(item) && turn.Loop!.Items[0].Segment is var hl && hl.Id.ToString() == "HL" && hl.Elements[3].Codes?.Codes is ["1"] && !turn.Inner.Exists(p => p.Level.Length > 0);

    private static bool IsLevel(LoopItem item) => item.Loop is not null && item.Segment.Id.ToString() == "HL";

    private bool ByChance(int percent) => Chance.Next(100) < percent;

    private static IEnumerable<Part> Flat(Part part) => part.Row is not null ? [part] : part.Inner.SelectMany(Flat);

    private List<X12Value> Values(Part part)
    {
        var row = part.Row!;
        var present = Presence(part);
        List<X12Value> values = [];
        var before = "";
        foreach (var element in row.Elements)
        {
            var stands = (present & 1UL << element.Position) != 0;
            var text = "";
            X12Value value = null;
            if (stands && element.Type == ElementType.Composite) value = Repeated(element, () => Composite(part, element, values));
            else if (stands) value = text = Level(part, element) ?? Fixed(part, element, values) ?? SampleValue.Of(element, before, Chance);
            values.Add(value);
            before = text;
        }

        while (values.Count > 0 && values[^1].Text is null or "") values.RemoveAt(values.Count - 1);
        return values;
    }

    private X12Value Repeated(ElementUse element, Func<X12Value> one) =>
        element.MaxRepeat > 1 && ByChance(30) ? X12Value.Repeat(one(), one()) : one();

    private X12Value Composite(Part part, ElementUse element, IReadOnlyList<X12Value> values)
    {
        List<string?> texts = [];
        foreach (var component in element.Components)
        {
            var stands = component.Usage == Usage.Required || (component.Usage == Usage.Situational && (Wants(part, component) ?? ByChance(density)));
            // A date stands only under its format.
            if (component.Position > 0 && texts.Count > 0 && component.Usage == Usage.Situational && SampleValue.IsFormat(texts[^1])) stands = true;
            texts.Add(stands ? Fixed(part, component, values) ?? SampleValue.Of(component, texts.Count > 0 ? texts[^1] ?? "" : "", Chance) : null);
        }

        // A composite that stands holds something.
        if (texts.TrueForAll(t => t is null)) texts[0] = SampleValue.Of(element.Components[0], "", Chance);
        return X12Value.Composite([.. texts]);
    }

    private static string? Level(Part part, ElementUse element)
    {
        if (part.Row!.Id.ToString() != "HL") return null;
        var turn = part.Parent!;
        return element.Position switch
        {
            1 => turn.Level,
            2 => Above(turn.Parent),
            4 => turn.Inner.Exists(p => p.Level.Length > 0) ? "1" : "0",
            _ => null,
        };
    }

    private static string Above(Part? turn) => turn is null ? "" : turn.Level.Length > 0 ? turn.Level : Above(turn.Parent);

    /// <summary>Which elements stand, one bit each: the required ones, others by chance, mended until no syntax note is broken.</summary>
    private ulong Presence(Part part)
    {
        var row = part.Row!;
        ulong required = 0, allowed = 0, present = 0;
        foreach (var element in row.Elements)
        {
            var bit = 1UL << element.Position;
            if (element.Usage != Usage.NotUsed) allowed |= bit;
            if (element.Usage == Usage.Required || (element.Usage == Usage.Situational && row.Qualifier?.Position == element.Position && row.IsAmongMany)) required |= bit;
            else if (element.Usage == Usage.Situational && (Wants(part, element) ?? ByChance(density))) present |= bit;
        }

        present |= required;
        for (var i = 0; i < 12; i++)
            foreach (var note in row.Syntax)
                if (note.IsBrokenBy(present)) present = Mended(note, present, allowed, required);
        return present;
    }

    private static ulong Mended(SyntaxNote note, ulong present, ulong allowed, ulong required)
    {
        var all = note.First | note.Others;
        switch (note.Kind)
        {
            case SyntaxKind.Paired: return (all & allowed) == all ? present | all : present & ~(all & ~required);
            case SyntaxKind.Conditional: return (note.Others & allowed) == note.Others ? present | note.Others : present & ~(note.First & ~required);
            case SyntaxKind.AtMostOne: return present & ~(note.Others & ~required);
            default:
                var candidates = (note.Kind == SyntaxKind.AtLeastOne ? all : note.Others) & allowed;
                return candidates != 0 ? present | (candidates & unchecked(0UL - candidates)) : present & ~(note.First & ~required);
        }
    }
}
