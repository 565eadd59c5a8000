using System.Text;
using CleanClaim.X12;
using CleanClaim.X12.Reading;

namespace CleanClaim.Billing.Remittance;

/// <summary>The segments of one transaction in a form that ignores separators, line breaks and control numbers, for asking whether one is the beginning of another.</summary>
internal static class SetContent
{
    /// <summary>Whether everything of the cut transaction stands at the beginning of the whole one. The cut's last segment may end in the middle.</summary>
    public static bool Begins(byte[] cutFile, long cutFrom, byte[] wholeFile, long wholeFrom)
    {
        using var whole = Of(wholeFile, wholeFrom).GetEnumerator();
        string? expected = null, said = null;
        foreach (var segment in Of(cutFile, cutFrom))
        {
            if (said is not null && said != expected) return false;
            if (!whole.MoveNext()) return false;
            (said, expected) = (segment, whole.Current);
        }
        return said is not null && expected!.StartsWith(said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Of(byte[] file, long fromByte)
    {
        using var reader = new X12Reader(file);
        while (reader.Read())
            if (reader.Segment.Offset >= fromByte)
            {
                if (reader.Segment.Id == SegmentId.Se) yield break;
                yield return Text(reader.Segment);
            }
    }

    private static string Text(SegmentView segment)
    {
        var text = new StringBuilder();
        var last = segment.Count;
        while (last > 0 && !segment.Has(last)) last--;
        for (var i = 0; i <= last; i++)
            if (!(segment.Id == SegmentId.St && i == 2))
                text.Append(Encoding.Latin1.GetString(segment[i]).Replace((char)segment.Delimiters.Component, '\u001D')).Append(i == last ? "" : "\u001F");
        return text.ToString();
    }
}
