using CleanClaim.X12;
using CleanClaim.X12.Reading;

namespace CleanClaim.Billing.Record;

/// <summary>
/// Follows the envelopes of a file that is being read and says how it ends: whole, or cut off (X12.5: an interchange goes from its ISA to its IEA, a group from GS to GE, a transaction
/// set from ST to SE).
/// </summary>
public sealed class EnvelopeEnd
{
    /// <summary>The fixed width of an ISA with its terminator.</summary>
    private const int HeaderBytes = 106;

    private int _transactions;
    private string _last = "";
    private string? _missing;

    public void Take(SegmentView segment)
    {
        _last = segment.Id.ToString();
        if (_last == "ST") _transactions++;
        _missing = _last switch
        {
            "ISA" or "GS" or "SE" or "GE" => "the IEA of its interchange",
            "ST" => $"the SE of transaction {_transactions}",
            "IEA" => null,
            _ => _missing,
        };
    }

    /// <summary>"it ends after its ISA, before the IEA of its interchange"; null when the file is whole.</summary>
    /// <param name="faults">Everything that reading it found.</param>
    public string? CutOff(IEnumerable<ReadFault> faults, long bytes)
    {
        foreach (var fault in faults)
        {
            if (fault.Kind == FaultKind.InterchangeHeaderMalformed && bytes - fault.Offset < HeaderBytes) return "it ends within its ISA, the first segment";
            if (fault.Kind == FaultKind.Truncated) return "it ends before the end of a segment";
        }
        return _missing is null ? null : _last is "ISA" or "GS" ? $"it ends after its {_last}, before {_missing}" : $"it ends before {_missing}";
    }
}
