using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// The three balances of an 835 (005010X221A1 1.10.2.1; X12 RFI 2348): line SVC02 - CAS = SVC03; claim CLP03 - all CAS of
/// claim and lines = CLP04; check BPR02 = sum of CLP04 - sum of PLB.
/// </summary>
internal sealed class RemittanceRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Bpr, Clp, ClaimCas, Svc, LineCas, Plb }

    private enum LoopEnd { Other, Check, Claim, Line }

    private readonly Spot[] _spots = [.. guide.Segments.Select(SpotOf)];
    private readonly LoopEnd[] _loopEnds = [.. guide.Loops.Select(loop => loop.Parent is null ? LoopEnd.Check : loop.Id switch { "2100" => LoopEnd.Claim, "2110" => LoopEnd.Line, _ => LoopEnd.Other })];
    private Total _line, _claim, _check;
    private bool _inLine, _inClaim;

    /// <summary>One balance under way: where it is reported, what was charged, paid and adjusted.</summary>
    private struct Total
    {
        public Mark Mark;
        public CentSum Charge, Paid, Adjusted;
    }

    public override void Begin() => (_line, _claim, _check, _inLine, _inClaim) = (default, default, default, false, false);

    public override bool Concern(SegmentUse use) => _spots[use.Index] != Spot.Other;

    public override bool Concern(LoopUse loop) => _loopEnds[loop.Index] != LoopEnd.Other;

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Bpr:
                _check = At(segment, 2);
                _check.Paid.Add(segment, 2);
                CheckMethod(segment, use);
                break;
            case Spot.Clp:
                _inClaim = true;
                _claim = At(segment, 4);
                _claim.Charge.Add(segment, 3);
                _claim.Paid.Add(segment, 4);
                _check.Charge.Add(_claim.Paid);
                break;
            case Spot.Svc:
                _inLine = true;
                _line = At(segment, 3);
                _line.Charge.Add(segment, 2);
                _line.Paid.Add(segment, 3);
                break;
            case Spot.ClaimCas: _claim.Adjusted.AddAdjustments(segment); break;
            case Spot.LineCas:
                var adjusted = new CentSum();
                adjusted.AddAdjustments(segment);
                _line.Adjusted.Add(adjusted);
                _claim.Adjusted.Add(adjusted);
                break;
            case Spot.Plb:
                for (var i = 4; i <= 14; i += 2) _check.Adjusted.Add(segment, i);
                break;
        }
    }

    public override void Stray(SegmentId id, bool isKnown)
    {
        var name = id.ToString();
        if (!isKnown || name is "CAS" or "SVC") _claim.Adjusted.Forget();
        if (!isKnown || name is "CAS") _line.Adjusted.Forget();
        if (name is "CLP" or "PLB" or "BPR") _check.Adjusted.Forget();
    }

    public override void Close(LoopUse loop)
    {
        switch (_loopEnds[loop.Index])
        {
            case LoopEnd.Line when _inLine:
                Judge(_line, loop, 3, "835-LINE-SUM", "SVC02 less the adjustments (CAS) of the line");
                _inLine = false;
                break;
            case LoopEnd.Claim when _inClaim:
                Judge(_claim, loop, 4, "835-CLAIM-SUM", "CLP03 less the adjustments (CAS) of the claim and its lines");
                _inClaim = false;
                break;
            case LoopEnd.Check when _check.Mark.Position > 0:
                Judge(_check, loop, 2, "835-CHECK-SUM", "The claim payments (CLP04) less the provider adjustments (PLB)");
                break;
        }
    }

    private Total At(SegmentView segment, int element) => new() { Mark = Log.MarkOf(segment, element) };

    private void Judge(in Total total, LoopUse loop, int element, string rule, string formula)
    {
        if (total.Charge.Cents is not { } charge || total.Adjusted.Cents is not { } adjusted || total.Paid.Cents is not { } paid || charge - adjusted == paid) return;
        var name = new ElementPlace(element).NameIn(total.Mark.Id.ToString());
        Log.Add(FaultKind.Unbalanced, total.Mark.Place, loop, new(element), Dollars.Plain(paid),
            $"{formula} is {Dollars.Of(charge)} - {Dollars.Of(adjusted)} = {Dollars.Of(charge - adjusted)}, but {name} says {Dollars.Of(paid)}: a difference of {Dollars.Of(paid - (charge - adjusted))}.",
            "Ask the payer for a corrected 835; what balances may be posted meanwhile.", rule);
    }

    /// <summary>No payment (NON) pays nothing (005010X221A1, note to BPR04).</summary>
    private void CheckMethod(SegmentView bpr, SegmentUse use)
    {
        if (bpr.Is(4, "NON"u8) && bpr.Number(2).OrNull is { Mantissa: not 0 })
            Log.Element(FaultKind.ImplausibleValue, bpr, new(2), use.Loop, bpr[2], $"BPR02 is {bpr.Text(2)} although BPR04 NON says that nothing is paid.", "Ask the payer which of the two is right.", "835-NON-PAYMENT");
    }

    private static Spot SpotOf(SegmentUse use) => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("", "BPR") => Spot.Bpr,
        ("2100", "CLP") => Spot.Clp,
        ("2100", "CAS") => Spot.ClaimCas,
        ("2110", "SVC") => Spot.Svc,
        ("2110", "CAS") => Spot.LineCas,
        ("", "PLB") => Spot.Plb,
        _ => Spot.Other,
    };
}
