using System.Globalization;
using System.Security.Cryptography;
using CleanClaim.Billing.Record;
using CleanClaim.X12;
using CleanClaim.X12.Reading;

namespace CleanClaim.Billing.Remittance;

/// <summary>One ST of a file as bytes: where it stands, what it is, and a hash of its content that ignores separators, line breaks and control numbers.</summary>
public sealed record SetInFile(int Ordinal, string TransactionId, string CanonicalHash, long FromByte, long ToByte, bool Complete)
{
    /// <summary>ST to SE, both with them.</summary>
    public int Segments { get; init; }
    /// <summary>SE01 as it stands: how many segments the sender says there are. Null when it is absent.</summary>
    public string? Counted { get; init; }

    /// <summary>That the sender's count is not ours, in words; null when both agree. A lost segment can leave the money in balance, so this holds nothing back.</summary>
    public string? Miscounted => !Complete || (int.TryParse(Counted, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said == Segments) ? null
        : $"{(Counted is null ? "SE01, the number of its segments, is missing" : $"SE01 says {Counted} segments")}, but transaction {Ordinal} has {Segments}: segments may have been lost on the way. "
        + "What balances is posted all the same; compare it with the payer's own list, or fetch the file again.";
}

/// <summary>What came in, before anybody asks what it means: its transaction sets and what is wrong with it as a file.</summary>
public sealed record RemittanceFile(IReadOnlyList<SetInFile> Sets, IReadOnlyList<ReadFault> Faults)
{
    /// <summary>A larger file is refused: 835s of a payer's whole day stay far below (DESIGN law 12).</summary>
    public const int BytesMax = 256 * 1024 * 1024;

    /// <summary>How it ends when it was cut off: "it ends after its ISA, before the IEA of its interchange". Null when it is whole.</summary>
    public string? CutOff { get; private init; }

    /// <summary>What a person should know of a file whose transactions are whole and whose envelope is not; null when it is whole, or its last transaction itself says that it was cut off.</summary>
    public string? MayLackMore => CutOff is null || Sets is not [.., { Complete: true }] ? null
        : $"The file was cut off behind its last transaction: {CutOff}. Another remittance may be missing: ask the sender for the whole file and post it; what came already counts once.";

    public static RemittanceFile Scan(byte[] bytes)
    {
        var (sets, faults) = (new List<SetInFile>(), new List<ReadFault>());
        using var reader = new X12Reader(bytes);
        var end = new EnvelopeEnd();
        Open? open = null;
        while (reader.Read())
        {
            faults.AddRange(reader.Faults);
            var segment = reader.Segment;
            end.Take(segment);
            if (segment.Id == SegmentId.St)
            {
                if (open is not null) sets.Add(open.Close(segment.Offset, complete: false));
                open = new Open(sets.Count + 1, segment.Text(1) ?? "", segment.Offset);
            }
            open?.Take(segment);
            if (open is null || segment.Id != SegmentId.Se) continue;
            sets.Add(open.Close(segment.Offset + segment.Bytes.Length + 1, complete: true));
            open = null;
        }
        faults.AddRange(reader.Faults);
        if (open is not null) sets.Add(open.Close(bytes.Length, complete: false));
        return new RemittanceFile(sets, faults) { CutOff = end.CutOff(faults, bytes.Length) };
    }

    private sealed class Open(int ordinal, string transactionId, long fromByte)
    {
        private int _segments;
        private string? _counted;
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Take(SegmentView segment)
        {
            _segments++;
            if (segment.Id == SegmentId.Se)
            {
                _counted = segment.Text(1) is { Length: > 0 } said ? said : null;
                return; // a count and a control number: no content
            }
            var last = segment.Count;
            while (last > 0 && !segment.Has(last)) last--;
            for (var i = 0; i <= last; i++)
            {
                if (segment.Id == SegmentId.St && i == 2) continue;
                Element(segment, segment[i]);
            }
            _hash.AppendData([0x1E]);
        }

        private void Element(SegmentView segment, ReadOnlySpan<byte> element)
        {
            Span<byte> text = stackalloc byte[Math.Min(element.Length, 512)];
            while (!element.IsEmpty)
            {
                var part = element[..Math.Min(element.Length, 512)];
                part.CopyTo(text);
                text[..part.Length].Replace(segment.Delimiters.Component, (byte)0x1D);
                _hash.AppendData(text[..part.Length]);
                element = element[part.Length..];
            }
            _hash.AppendData([0x1F]);
        }

        public SetInFile Close(long toByte, bool complete)
        {
            var set = new SetInFile(ordinal, transactionId, Convert.ToHexStringLower(_hash.GetHashAndReset()), fromByte, toByte, complete) { Segments = _segments, Counted = _counted };
            _hash.Dispose();
            return set;
        }
    }
}
