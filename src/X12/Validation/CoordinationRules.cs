using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// What earlier payers decided must add up (005010X222A1 1.4.4, as 005010X223A2 and 005010X224A2; X12 RFI 2168): for each payer that decided a line,
/// the line's charge = SVD02 + CAS of 2430; for each payer that paid, CLM02 = AMT*D + CAS of 2320 + its CAS of 2430.
/// </summary>
internal sealed class CoordinationRules(FaultLog log, ClaimKind kind)
{
    private sealed class Payer
    {
        public string Id = "";
        public Mark PaidMark;
        public bool HasPaid;
        public CentSum Paid, Adjusted;
    }

    private sealed class LineDecision
    {
        public string PayerId = "";
        public Mark Mark;
        public CentSum Paid, Adjusted;
    }

    // The guide has ten payers a claim and fifteen decisions a line; beyond these nothing is judged, and no file can make it slow.
    private const int PayersMax = 100, DecisionsMax = 200;

    private readonly List<Payer> _payers = [];
    private readonly List<LineDecision> _decisions = [];
    private readonly HashSet<string> _responsibilities = new(StringComparer.Ordinal);
    private long? _lineCharge;
    private bool _isUnknown;
    private LineDecision? _current;

    public void BeginClaim(in SegmentView clm)
    {
        _payers.Clear();
        _decisions.Clear();
        _responsibilities.Clear();
        _isUnknown = clm.Count == 0;
        _lineCharge = null;
        _current = null;
    }

    public void Forget() => _isUnknown = true;

    /// <summary>Each rank of payer stands once in a claim, unknown (U) aside (005010X222A1, note to SBR01).</summary>
    public void OtherCoverage(in SegmentView sbr, SegmentUse use, string ownResponsibility)
    {
        if (_payers.Count >= PayersMax)
        {
            _isUnknown = true;
            return;
        }

        _payers.Add(new());
        var rank = sbr.Text(1) ?? "";
        if (rank.Length > 0 && rank != "U" && (rank == ownResponsibility || !_responsibilities.Add(rank)))
            log.Element(FaultKind.Duplicate, sbr, new(1), use.Loop, sbr[1], $"SBR01 {rank} stands for two payers of the same claim.", "Give each payer its own rank: P, S, T, then A to H.", kind.Rule("SBR01-DUPLICATE"));
    }

    public void OtherPayer(in SegmentView nm1)
    {
        if (_payers.Count > 0) _payers[^1].Id = nm1.Text(9) ?? "";
    }

    public void ClaimAdjustment(in SegmentView cas)
    {
        if (_payers.Count > 0) _payers[^1].Adjusted.AddAdjustments(cas);
    }

    public void PayerPaid(in SegmentView amt)
    {
        if (_payers.Count == 0) return;
        _payers[^1].HasPaid = true;
        _payers[^1].PaidMark = log.MarkOf(amt, 2);
        _payers[^1].Paid.Add(amt.Number(2));
    }

    public void BeginLine(in SegmentView service, Parsed<X12Number> charge)
    {
        _decisions.Clear();
        _current = null;
        _lineCharge = service.Count >= kind.Charge ? charge.OrNull?.InUnitsOf(2) : null;
    }

    /// <summary>SVD01 names a payer of loop 2330B (005010X222A1, note to SVD01).</summary>
    public void LinePayer(in SegmentView svd, SegmentUse use)
    {
        var id = svd.Text(1) ?? "";
        if (_decisions.Count >= DecisionsMax)
        {
            _isUnknown = true;
            return;
        }

        _current = _decisions.Find(d => d.PayerId == id);
        if (_current is null) _decisions.Add(_current = new() { PayerId = id, Mark = log.MarkOf(svd, 2) });
        _current.Paid.Add(svd.Number(2));
        if (id.Length > 0 && !_payers.Exists(p => p.Id == id) && !_isUnknown)
            log.Element(FaultKind.ImplausibleValue, svd, new(1), use.Loop, svd[1], $"SVD01 {id} names a payer that no loop 2330B of the claim has.", "Write the payer id from NM109 of that payer's loop 2330B.", kind.Rule("SVD01-PAYER"));
    }

    public void LineAdjustment(in SegmentView cas)
    {
        _current?.Adjusted.AddAdjustments(cas);
        var payer = _payers.Find(p => p.Id == _current?.PayerId);
        payer?.Adjusted.AddAdjustments(cas);
    }

    public void CloseLine(LoopUse loop)
    {
        if (_lineCharge is { } charge && !_isUnknown)
            foreach (var decision in _decisions)
                if (decision.Paid.Cents is { } paid && decision.Adjusted.Cents is { } adjusted && paid + adjusted != charge)
                    log.Add(FaultKind.Unbalanced, decision.Mark.Place, loop, new(2), Dollars.Plain(paid),
                        $"Payer {decision.PayerId} paid {Dollars.Of(paid)} (SVD02) and adjusted {Dollars.Of(adjusted)} (CAS), together {Dollars.Of(paid + adjusted)}, but the line was charged at {Dollars.Of(charge)}.",
                        "Copy the line's payment and every adjustment from that payer's 835.", kind.Rule("LINE-COB-SUM"));
        _decisions.Clear();
        _current = null;
        _lineCharge = null;
    }

    public void CloseClaim(LoopUse loop, long? totalCharge)
    {
        if (totalCharge is not { } charge || _isUnknown) return;
        foreach (var payer in _payers)
            if (payer.HasPaid && payer.Paid.Cents is { } paid && payer.Adjusted.Cents is { } adjusted && paid + adjusted != charge)
                log.Add(FaultKind.Unbalanced, payer.PaidMark.Place, loop, new(2), Dollars.Plain(paid),
                    $"Payer {payer.Id} paid {Dollars.Of(paid)} (AMT D) and adjusted {Dollars.Of(adjusted)} (CAS of the claim and its lines), together {Dollars.Of(paid + adjusted)}, but the claim was charged at {Dollars.Of(charge)}.",
                    "Copy the claim's payment and every adjustment from that payer's 835.", kind.Rule("CLAIM-COB-SUM"));
    }
}
