using System.Diagnostics;

namespace CleanClaim.X12.Reading;

/// <summary>
/// The counts of a file and a digest that proves every element was seen: the sum, modulo 2^64, over every element of every
/// segment of (k+1) x (256 x length + first byte), k being the element's place from 0 (the segment id), length in bytes.
/// </summary>
/// <param name="Bytes">The length of the file.</param>
/// <param name="Segments">Segments read; empty ones do not count.</param>
/// <param name="Elements">Elements of all segments, empty ones and the segment ids (element 0) included.</param>
/// <param name="Transactions">ST segments.</param>
/// <param name="Digest">The digest.</param>
/// <param name="Faults">Places where bytes could not be told apart into segments.</param>
public sealed record X12Scan(long Bytes, long Segments, long Elements, long Transactions, ulong Digest, long Faults)
{
    public static X12Scan Of(Stream stream)
    {
        using var reader = new X12Reader(stream, leaveOpen: true);
        reader.NoteLetters();
        var sums = default(ScanSums);
        do AddBlock(reader, ref sums);
        while (reader.Fill());
        sums.Faults += Lost(reader.Faults);
        return new(reader.BytesRead, sums.Segments, sums.Elements, sums.Transactions, sums.Digest, sums.Faults);
    }

    private static void AddBlock(X12Reader reader, ref ScanSums sums)
    {
        reader.AddPlain(ref sums);
        while (reader.ReadBuffered())
        {
            var segment = reader.Segment;
            sums.Segments++;
            sums.Elements += segment.Count + 1;
            sums.Digest = unchecked(sums.Digest + segment.Digest);
            if (segment.Id == SegmentId.St) sums.Transactions++;
            sums.Faults += Lost(reader.Faults);
            reader.AddPlain(ref sums);
        }
    }

    private static int Lost(IReadOnlyList<ReadFault> faults)
    {
        var lost = 0;
        for (var i = 0; i < faults.Count; i++)
            if (faults[i].Kind != FaultKind.LeadingBytes) lost++;
        return lost;
    }

    /// <summary>Scans the same file several times; the seconds are the median of one pass.</summary>
    public static (X12Scan Scan, double Seconds) Timed(Stream stream, int repeat)
    {
        var seconds = new double[Math.Max(1, repeat)];
        var scan = default(X12Scan);
        for (var i = 0; i < seconds.Length; i++)
        {
            if (stream.CanSeek) stream.Position = 0;
            var started = Stopwatch.GetTimestamp();
            scan = Of(stream);
            seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        return (scan ?? throw new UnreachableException(), seconds[seconds.Length / 2]);
    }
}
