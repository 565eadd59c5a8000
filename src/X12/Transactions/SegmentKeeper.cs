using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>
/// Gives a business object its own copy of the segments held for it, with numbers and days decoded: one look at each segment, in file
/// order. What cannot be read is told to the facts.
/// </summary>
/// <param name="facts">Receive what is no number or date and should be one.</param>
/// <param name="ofPayment">Whether the whole is a CLP and its lines are SVC, or a CLM with LX.</param>
internal sealed unsafe class SegmentKeeper(SegmentFacts facts, bool ofPayment)
{
    private OwnedRow[] _rows = new OwnedRow[64];
    private OwnedPlace[] _parts = new OwnedPlace[16];
    private long[] _values = new long[128];
    private int _valueCount;

    public OwnedSegments Keep(HeldSegments held)
    {
        var (count, partCount) = (held.Count, NoteParts(held));
        if (count > _rows.Length) _rows = new OwnedRow[2 * count];
        _valueCount = 0;
        var first = count == 0 ? HeldRow.Absent : held.RowAt(0);
        // Whether they lie in one piece of memory just as in the file; else each is copied on its own.
        var (isOnePiece, length) = (true, 0);
        for (var number = 0; number < count; number++)
        {
            var row = held.RowAt(number);
            ref var part = ref _parts[row->Part];
            unchecked
            {
                // Places within a block or a copy of it.
                var bytes = row->Row.Ends[row->Row.Length - 1] - row->Row.Byte;
                isOnePiece &= row->Row.Bytes == first->Row.Bytes & row->Row.Offset == first->Row.Offset & row->Row.StOrdinal == first->Row.StOrdinal + number;
                length += bytes + 1;
                part.First = Math.Min(part.First, number);
                part.Last = number;
                _rows[number] = new() { Byte = row->Row.Byte - first->Row.Byte, Length = bytes, Values = _valueCount, Part = (ushort)row->Part, Kind = row->Kind };
            }

            Decode(row, number, part.Kind);
        }

        var rows = _rows.AsSpan(0, count);
        return isOnePiece ? OnePiece(first, rows, partCount) : Scattered(held, rows, length, partCount);
    }

    private int NoteParts(HeldSegments held)
    {
        var count = 0;
        for (var part = held.Whole; part != null; part = part->Later)
        {
            if (count == _parts.Length) Array.Resize(ref _parts, 2 * count);
            _parts[count++] = new() { First = int.MaxValue, Last = -1, Parent = (ushort)(part->Parent == null ? 0 : part->Parent->Number), Kind = part->Kind };
        }

        return count;
    }

    private OwnedSegments OnePiece(HeldRow* first, Span<OwnedRow> rows, int partCount)
    {
        // Line breaks between the segments come along.
        var length = rows.IsEmpty ? 0 : rows[^1].Byte + rows[^1].Length + 1;
        var owned = new OwnedSegments(_values.AsSpan(0, _valueCount), rows, _parts.AsSpan(0, partCount), length)
        {
            Delimiters = first->Row.Delimiters, Texts = facts.Repeated, St = facts.St, Offset = first->FileOffset, StOrdinal = first->Row.StOrdinal,
        };
        new ReadOnlySpan<byte>(first->Row.Bytes + first->Row.Byte, length).CopyTo(owned.Bytes);
        return owned;
    }

    private OwnedSegments Scattered(HeldSegments held, Span<OwnedRow> rows, int length, int partCount)
    {
        var places = new (long, int)[rows.Length];
        var at = 0;
        for (var number = 0; number < rows.Length; number++)
        {
            places[number] = (held.RowAt(number)->FileOffset, held.RowAt(number)->Row.StOrdinal);
            rows[number].Byte = at;
            at += rows[number].Length + 1;
        }

        var owned = new OwnedSegments(_values.AsSpan(0, _valueCount), rows, _parts.AsSpan(0, partCount), length)
        {
            Delimiters = held.RowAt(0)->Row.Delimiters, Texts = facts.Repeated, St = facts.St, Offset = 0, StOrdinal = 0, Scattered = places,
        };
        for (var number = 0; number < rows.Length; number++)
        {
            var row = held.RowAt(number);
            new ReadOnlySpan<byte>(row->Row.Bytes + row->Row.Byte, rows[number].Length + 1).CopyTo(owned.Bytes[rows[number].Byte..]);
        }

        return owned;
    }

    private void Decode(HeldRow* row, int number, PartKind part)
    {
        if (_values.Length < _valueCount + ValuesMax + 2 * row->Row.Length) Array.Resize(ref _values, 2 * (_values.Length + ValuesMax + 2 * row->Row.Length));
        switch (row->Kind)
        {
            case HeldKind.Head: Head(row, part); break;
            case HeldKind.Amt or HeldKind.Qty: Number(row, 2); break;
            case HeldKind.Dtp or HeldKind.Dtm: Days(row); break;
            case HeldKind.Cas: Adjustments(row); break;
            case HeldKind.Sv1:
                Number(row, 2);
                Number(row, 4);
                LookAtPointers(row, 7);
                break;
            case HeldKind.Sv2:
                Number(row, 3);
                Number(row, 5);
                break;
            case HeldKind.Sv3:
                Number(row, 2);
                Number(row, 6);
                LookAtPointers(row, 11);
                break;
            case HeldKind.Dn1:
                Number(row, 1);
                Number(row, 2);
                break;
            case HeldKind.Dmg: Day(row, 2); break;
            case HeldKind.Bht: Day(row, 4); break;
            case HeldKind.Hi: Codes(row, number); break;
        }
    }

    /// <summary>A segment has at most so many values, or two for each of its elements.</summary>
    private const int ValuesMax = 8;

    private void Head(HeldRow* row, PartKind part)
    {
        switch (part)
        {
            case PartKind.Whole when ofPayment:
                Number(row, 3);
                Number(row, 4);
                Number(row, 5);
                Number(row, 12);
                Number(row, 13);
                break;
            case PartKind.Whole: Number(row, 2); break;
            case PartKind.Line when ofPayment:
                Number(row, 2);
                Number(row, 3);
                Number(row, 5);
                Number(row, 7);
                break;
            case PartKind.Adjudication:
                Number(row, 2);
                Number(row, 5);
                break;
        }
    }

    private void Number(HeldRow* row, int element) => Add(Decoded(row, element));

    private void Add(long value) => _values[unchecked(_valueCount++)] = value;

    private long Decoded(HeldRow* row, int element)
    {
        var text = row->Element(element);
        if (text.IsEmpty) return OwnedValue.None;
        // A number of few digits comes as it is stored.
        return X12Number.Quick(text) is >= 0 and var quick ? quick : OwnedValue.Of(facts.Number(new Field(row, element)));
    }

    private void Day(HeldRow* row, int element) => Add(OwnedValue.Of(facts.Date(new Field(row, element)) is { } day ? new DateSpan(day, day) : null));

    private void Days(HeldRow* row)
    {
        if (row->Kind == HeldKind.Dtm || row->Element(2).SequenceEqual("D8"u8))
        {
            var text = row->Element(row->Kind == HeldKind.Dtm ? 2 : 3);
            if (text.Length == DayLength && X12Dates.ParseDate(text) is { HasValue: true } day)
            {
                Add(OwnedValue.Of(new DateSpan(day.Value, day.Value)));
                return;
            }
        }

        var date = new DateView(row->View);
        Add(OwnedValue.Of(facts.Span(date.Days, date.Raw.Segment, date.Raw.Element)));
    }

    /// <summary>Of CCYYMMDD.</summary>
    private const int DayLength = 8;

    private void Adjustments(HeldRow* row)
    {
        for (var first = 2; first < row->Row.Length; first += 3)
        {
            // Beyond the elements that lie beside the row, as in no CAS of any guide, an element may be missing.
            var isBeside = first + 2 < HeldRow.OwnEnds;
            Add(isBeside ? Decoded(row, first + 1) : OwnedValue.Of(facts.Number(new Field(row->View, first + 1))));
            Add(isBeside ? Decoded(row, first + 2) : OwnedValue.Of(facts.Number(new Field(row->View, first + 2))));
        }
    }

    /// <summary>Most codes have neither day nor amount, and then none of the segment has values.</summary>
    private void Codes(HeldRow* row, int number)
    {
        var hasMore = false;
        for (var element = 1; element < row->Row.Length; element++) hasMore |= Composites.Of(row->View, element).Count > 2;
        if (!hasMore)
        {
            _rows[number].Values = -1;
            return;
        }

        var values = _values.AsSpan(_valueCount, 2 * row->Row.Length);
        values.Fill(OwnedValue.None);
        _valueCount += values.Length;
        foreach (var code in new CodesView(row->View))
        {
            values[(code.Element - 1) * 2] = OwnedValue.Of(facts.Span(code.Days, code.Segment, code.Element));
            values[(code.Element - 1) * 2 + 1] = OwnedValue.Of(facts.Number(code.Amount));
        }
    }

    /// <summary>Which diagnoses a line points to is read when asked for; what is no number is told now.</summary>
    private void LookAtPointers(HeldRow* row, int element)
    {
        var text = row->Element(element);
        if (text.Length <= PointersUsual && ArePointers(text, row->Row.Delimiters.Component)) return;
        facts.Begin(row->View);
        var parts = Composites.Of(row->View, element);
        for (var i = 1; i <= parts.Count; i++) _ = facts.Integer(parts[i], row->View, element);
    }

    /// <summary>Of so many letters a number is in no danger of being too large.</summary>
    private const int PointersUsual = 9;

    private static bool ArePointers(ReadOnlySpan<byte> text, byte separator)
    {
        foreach (var letter in text)
            if (letter is < (byte)'0' or > (byte)'9' && letter != separator) return false;
        return true;
    }
}
