using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>A sum that a transaction set must keep: its rule, where it is told, and every amount in it.</summary>
/// <param name="Told">As <c>837P-CLM02-SUM CLM02 9</c>.</param>
internal sealed record Equation(string Told, IReadOnlyList<(int At, int Element)> Terms);

/// <summary>The body of a generated transaction set whose amounts are real money and agree, with the equations that they keep.</summary>
internal sealed class BalancedBody
{
    private static readonly int[] Adjusted = [3, 6, 9, 12, 15, 18];
    private readonly List<string[]> _body;
    private readonly IReadOnlyList<SegmentUse> _rows;
    private readonly Random _chance;
    private readonly string _guide;

    private BalancedBody(string guide, IEnumerable<string> body, IReadOnlyList<SegmentUse> rows, int seed) =>
        (_guide, _body, _rows, _chance) = (guide, [.. body.Select(s => s.Split('*'))], rows, new(seed));

    public List<Equation> Equations { get; } = [];

    public IReadOnlyList<string> Body => [.. _body.Select(s => string.Join('*', s))];

    public static BalancedBody Of(Guide guide, IEnumerable<string> body, IReadOnlyList<SegmentUse> rows, int seed)
    {
        var balanced = new BalancedBody(guide.Name, body, rows, seed);
        if (guide.TransactionId == "835") balanced.Remittance();
        else if (guide.TransactionId == "820") balanced.Premium();
        else balanced.Claims();
        return balanced;
    }

    /// <summary>The body with one amount a dollar higher, and what is to be told of it.</summary>
    public (IReadOnlyList<string> Body, string Expected) With((int At, int Element) term)
    {
        var body = _body.Select(s => (string[])s.Clone()).ToList();
        body[term.At][term.Element] = Dollars(Cents(term) + 100);
        return ([.. body.Select(s => string.Join('*', s))], string.Join(", ", Equations.Where(e => e.Terms.Contains(term)).Select(e => e.Told).Order(StringComparer.Ordinal)));
    }

    private void Claims()
    {
        var (service, charge) = _guide switch { "837P" => ("SV1", 2), "837I" => ("SV2", 3), _ => ("SV3", 2) };
        foreach (var (from, to) in Turns("2300", "CLM"))
        {
            var (charges, coverages) = (new List<(int At, int Element)>(), new List<List<(int At, int Element)>>());
            List<(int At, int Element)>? decision = null;
            for (var i = from; i < to; i++)
            {
                var (loop, id) = (_rows[i].Loop.Id, _rows[i].Id.ToString());
                if (id == service) charges.Add(Set(i, charge, 500_000));
                if (id == service) decision = null;
                if (loop == "2320" && id == "SBR") coverages.Add([]);
                if (loop == "2320" && id == "CAS") coverages[^1].AddRange(Adjustments(i));
                // The decisions of a line are of the first payer.
                if (id == "SVD" && decision is null) Equations.Add(new($"{_guide}-LINE-COB-SUM SVD02 {i + 2}", decision = [charges[^1], (i, 2)]));
                else if (id == "SVD") decision!.Add(Set(i, 2, 300));
                if (loop == "2430" && id == "CAS") decision!.AddRange(Adjustments(i));
                if (loop == "2430" && id == "CAS") coverages[0].AddRange(Adjustments(i));
            }

            foreach (var line in Equations.Where(e => e.Told.Contains("LINE-COB", StringComparison.Ordinal) && e.Terms[0].At > from && e.Terms[0].At < to)) Solve(line.Terms[1], [line.Terms[0]], line.Terms.Skip(2));
            Solve((from, 2), charges, []);
            Equations.Add(new($"{_guide}-CLM02-SUM CLM02 {from + 2}", [(from, 2), .. charges]));
            foreach (var (paid, coverage) in coverages.Select((adjusted, n) => (PaidIn(from, to, n), adjusted)).Where(c => c.Item1 > 0))
            {
                Solve((paid, 2), [(from, 2)], coverage);
                Equations.Add(new($"{_guide}-CLAIM-COB-SUM AMT02 {paid + 2}", [(from, 2), (paid, 2), .. coverage]));
            }
        }
    }

    /// <summary>AMT D of the claim's other payer of this number; -1 where it has none.</summary>
    private int PaidIn(int from, int to, int coverage)
    {
        var n = -1;
        for (var i = from; i < to; i++)
        {
            if (_rows[i].Loop.Id == "2320" && _rows[i].IsTrigger) n++;
            if (n == coverage && _rows[i].Loop.Id == "2320" && _body[i][0] == "AMT" && _body[i][1] == "D") return i;
        }

        return -1;
    }

    private void Remittance()
    {
        List<(int At, int Element)> paid = [], taken = [];
        foreach (var (from, to) in Turns("2100", "CLP"))
        {
            List<(int At, int Element)> ofClaim = [], ofLine = [];
            var line = -1;
            Set(from, 3, 900_000);
            for (var i = from; i <= to; i++)
            {
                if (line >= 0 && (i == to || _rows[i].IsTrigger)) EndLine(line, ofLine);
                if (i == to) break;
                var id = _rows[i].Id.ToString();
                if (_rows[i].IsTrigger) (line, ofLine) = (id == "SVC" ? i : -1, []);
                if (id == "SVC") Set(i, 2, 500_000);
                if (id != "CAS") continue;
                ofClaim.AddRange(Adjustments(i));
                if (line >= 0) ofLine.AddRange(Adjustments(i));
            }

            Solve((from, 4), [(from, 3)], ofClaim);
            Equations.Add(new($"835-CLAIM-SUM CLP04 {from + 2}", [(from, 3), (from, 4), .. ofClaim]));
            paid.Add((from, 4));
        }

        for (var i = 0; i < _body.Count; i++)
            if (_body[i][0] == "PLB") taken.AddRange(Enumerable.Range(2, 6).Select(n => n * 2).Where(e => e < _body[i].Length && _body[i][e].Length > 0).Select(e => Set(i, e, 300)));
        // A payment of nothing would be told as such.
        _body[0][4] = "CHK";
        Solve((0, 2), paid, taken);
        Equations.Add(new("835-CHECK-SUM BPR02 2", [(0, 2), .. paid, .. taken]));
    }

    private void EndLine(int line, List<(int At, int Element)> adjusted)
    {
        Solve((line, 3), [(line, 2)], adjusted);
        Equations.Add(new($"835-LINE-SUM SVC03 {line + 2}", [(line, 2), (line, 3), .. adjusted]));
    }

    private void Premium()
    {
        List<(int At, int Element)> paid = [];
        for (var i = 0; i < _body.Count; i++)
        {
            if (_body[i][0] == "RMR" && _body[i].Length > 4 && _body[i][4].Length > 0) paid.Add(Set(i, 4, 90_000));
            if (_body[i][0] != "ADX") continue;
            var term = Set(i, 1, 9_000);
            if (_rows[i].Loop.Id is "2200" or "2200A" or "2200B") paid.Add(term);
        }

        Solve((0, 2), paid, []);
        Equations.Add(new("820-PAYMENT-SUM BPR02 2", [(0, 2), .. paid]));
    }

    /// <summary>The turns of a loop, inner loops included.</summary>
    private IEnumerable<(int From, int To)> Turns(string loop, string trigger)
    {
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].Loop.Id != loop || _rows[i].Id.ToString() != trigger) continue;
            var to = i + 1;
            while (to < _rows.Count && _rows[to] != _rows[i] && IsWithin(_rows[to].Loop, _rows[i].Loop)) to++;
            yield return (i, to);
        }
    }

    private static bool IsWithin(LoopUse? loop, LoopUse outer) => loop is not null && (loop == outer || IsWithin(loop.Parent, outer));

    private IEnumerable<(int At, int Element)> Adjustments(int at) => Adjusted.Where(e => e < _body[at].Length && _body[at][e].Length > 0).Select(e => Cents((at, e)) > 0 ? (at, e) : Set(at, e, 300));

    private (int At, int Element) Set(int at, int element, int around)
    {
        _body[at][element] = Dollars(_chance.Next(around / 2, around));
        return (at, element);
    }

    private void Solve((int At, int Element) sum, IEnumerable<(int At, int Element)> plus, IEnumerable<(int At, int Element)> minus) =>
        _body[sum.At][sum.Element] = Dollars(plus.Sum(Cents) - minus.Sum(Cents));

    private long Cents((int At, int Element) term) => X12Number.TryParse(Encoding.ASCII.GetBytes(_body[term.At][term.Element]), out var amount) && amount.TryCents(out var cents) ? cents : throw new FormatException(_body[term.At][term.Element]);

    private static string Dollars(long cents) => new X12Number(cents, 2).ToShortest();
}
