using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// What earlier payers decided must add up (005010X222A1 1.4.4, as 005010X223A2 and 005010X224A2; X12 RFI 1137 on claims decided as a whole): for each payer that decided a line,
/// the line's charge = SVD02 + CAS of 2430; for each payer that paid, CLM02 = AMT*D + CAS of 2320 + its CAS of 2430.
/// </summary>
internal sealed class CoordinationRules(FaultLog log, ClaimKind kind)
{
    private struct Payer
    {
        public ShortText Id;
        public Mark PaidMark;
        public bool HasPaid;
        public CentSum Paid, Adjusted;
    }

    private struct LineDecision
    {
        public ShortText PayerId;
        public Mark Mark;
        public CentSum Paid, Adjusted;
    }

    // The guide has ten payers a claim and fifteen decisions a line; beyond these nothing is judged, and no file can make it slow.
    private const int PayersMax = 100, DecisionsMax = 200;

    private readonly Payer[] _payers = new Payer[PayersMax];
    private readonly LineDecision[] _decisions = new LineDecision[DecisionsMax];
    private readonly HashSet<ShortText> _responsibilities = [];
    private int _payerCount, _decisionCount, _current = None;
    private long? _lineCharge;
    private bool _isUnknown, _isPayerLost;

    private const int None = -1;

    public void BeginClaim(SegmentView clm)
    {
        _payerCount = 0;
        if (_responsibilities.Count > 0) _responsibilities.Clear();
        (_isUnknown, _isPayerLost) = (clm.Count == 0, false);
        EndLine();
    }

    private void EndLine() => (_decisionCount, _current, _lineCharge) = (0, None, null);

    private ref Payer LastPayer => ref _payers[_payerCount - 1];

    public void Forget() => _isUnknown = true;

    /// <summary>A payer that could not be read may be the one that a line names.</summary>
    public void LosePayer() => _isPayerLost = true;

    /// <summary>Each rank of payer stands once in a claim, unknown (U) aside (005010X222A1, note to SBR01).</summary>
    public void OtherCoverage(SegmentView sbr, SegmentUse use, string ownResponsibility)
    {
        if (_payerCount >= PayersMax)
        {
            _isUnknown = true;
            return;
        }

        _payers[_payerCount++] = default;
        var rank = new ShortText(sbr[1]);
        if (!rank.IsEmpty && !rank.Is("U"u8) && (rank.Is(ownResponsibility) || !_responsibilities.Add(rank)))
            log.Element(FaultKind.Duplicate, sbr, new(1), use.Loop, sbr[1], $"SBR01 {rank} stands for two payers of the same claim.", "Give each payer its own rank: P, S, T, then A to H.", kind.Rule("SBR01-DUPLICATE"));
    }

    public void OtherPayer(SegmentView nm1)
    {
        if (_payerCount > 0) LastPayer.Id = new(nm1[9]);
    }

    public void ClaimAdjustment(SegmentView cas)
    {
        if (_payerCount > 0) LastPayer.Adjusted.AddAdjustments(cas);
    }

    public void PayerPaid(SegmentView amt)
    {
        if (_payerCount == 0) return;
        LastPayer.HasPaid = true;
        LastPayer.PaidMark = log.MarkOf(amt, 2);
        LastPayer.Paid.Add(amt, 2);
    }

    public void BeginLine(SegmentView service, Parsed<X12Number> charge)
    {
        EndLine();
        _lineCharge = service.Count >= kind.Charge ? charge.OrNull?.InUnitsOf(2) : null;
    }

    /// <summary>SVD01 names a payer of loop 2330B (005010X222A1, note to SVD01).</summary>
    public void LinePayer(SegmentView svd, SegmentUse use)
    {
        if (_decisionCount >= DecisionsMax)
        {
            _isUnknown = true;
            return;
        }

        var id = new ShortText(svd[1]);
        _current = DecisionOf(id);
        if (_current == None)
        {
            _current = _decisionCount++;
            _decisions[_current] = new() { PayerId = id, Mark = log.MarkOf(svd, 2) };
        }

        _decisions[_current].Paid.Add(svd, 2);
        if (!id.IsEmpty && PayerOf(id) == None && !_isUnknown && !_isPayerLost)
            log.Element(FaultKind.ImplausibleValue, svd, new(1), use.Loop, svd[1], $"SVD01 {id} names a payer that no loop 2330B of the claim has.", "Write the payer id from NM109 of that payer's loop 2330B.", kind.Rule("SVD01-PAYER"));
    }

    private int DecisionOf(ShortText payer)
    {
        for (var i = 0; i < _decisionCount; i++)
            if (_decisions[i].PayerId == payer) return i;
        return None;
    }

    private int PayerOf(ShortText id)
    {
        for (var i = 0; i < _payerCount; i++)
            if (_payers[i].Id == id) return i;
        return None;
    }

    public void LineAdjustment(SegmentView cas)
    {
        if (_current == None) return;
        _decisions[_current].Adjusted.AddAdjustments(cas);
        if (PayerOf(_decisions[_current].PayerId) is not None and var payer) _payers[payer].Adjusted.AddAdjustments(cas);
    }

    public void CloseLine(LoopUse loop)
    {
        if (_lineCharge is { } charge && !_isUnknown)
            foreach (ref readonly var decision in _decisions.AsSpan(0, _decisionCount))
                if (decision.Paid.Cents is { } paid && decision.Adjusted.Cents is { } adjusted && paid + adjusted != charge)
                    log.Add(FaultKind.Unbalanced, decision.Mark.Place, loop, new(2), Dollars.Plain(paid),
                        $"Payer {decision.PayerId} paid {Dollars.Of(paid)} (SVD02) and adjusted {Dollars.Of(adjusted)} (CAS), together {Dollars.Of(paid + adjusted)}, but the line was charged at {Dollars.Of(charge)}.",
                        "Copy the line's payment and every adjustment from that payer's 835.", kind.Rule("LINE-COB-SUM"));
        EndLine();
    }

    public void CloseClaim(LoopUse loop, long? totalCharge)
    {
        if (totalCharge is not { } charge || _isUnknown) return;
        foreach (ref readonly var payer in _payers.AsSpan(0, _payerCount))
            if (payer.HasPaid && payer.Paid.Cents is { } paid && payer.Adjusted.Cents is { } adjusted && paid + adjusted != charge)
                log.Add(FaultKind.Unbalanced, payer.PaidMark.Place, loop, new(2), Dollars.Plain(paid),
                    $"Payer {payer.Id} paid {Dollars.Of(paid)} (AMT D) and adjusted {Dollars.Of(adjusted)} (CAS of the claim and its lines), together {Dollars.Of(paid + adjusted)}, but the claim was charged at {Dollars.Of(charge)}.",
                    "Copy the claim's payment and every adjustment from that payer's 835.", kind.Rule("CLAIM-COB-SUM"));
    }
}
