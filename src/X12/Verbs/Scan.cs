using System.Globalization;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Tokenises and counts only; the seconds are the median of one pass.</summary>
    /// <returns>0, or 1 when the file could not be told apart into segments everywhere.</returns>
    public static int Scan(X12File file, int repeat, bool asJson, TextWriter output)
    {
        var (scan, seconds) = X12Scan.Timed(repeat > 1 && !file.Content.CanSeek ? Kept(file.Content) : file.Content, repeat);
        if (asJson)
        {
            new JsonText(output).Line(json =>
            {
                json.WriteNumber("bytes", scan.Bytes);
                json.WriteNumber("segments", scan.Segments);
                json.WriteNumber("elements", scan.Elements);
                json.WriteNumber("transactions", scan.Transactions);
                json.WriteNumber("seconds", seconds);
                json.WriteString("digest", scan.Digest.ToString(CultureInfo.InvariantCulture));
                json.WriteNumber("faults", scan.Faults);
            });
        }
        else
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{file.Name}: {scan.Bytes} bytes, {scan.Segments} segments, {scan.Elements} elements, {scan.Transactions} transactions in {seconds:0.######} s; digest {scan.Digest}"));
        }

        return scan.Faults > 0 ? 1 : 0;
    }

    /// <summary>A pipe can be read once only: its content is kept for the passes after the first.</summary>
    private static MemoryStream Kept(Stream pipe)
    {
        var kept = new MemoryStream();
        pipe.CopyTo(kept);
        kept.Position = 0;
        return kept;
    }
}
