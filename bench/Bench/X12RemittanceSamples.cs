using CleanClaim.X12.Writing;

namespace CleanClaim.Bench;

internal sealed partial class X12Samples
{
    private X12Writer Remittance()
    {
        // What each claim pays is drawn first: the check at the head is their sum.
        var claims = Enumerable.Range(0, ClaimsPerInterchange).Select(_ => Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => Payment()).ToArray()).ToArray();
        _writer.BeginTransaction("835", "0001", null);
        _writer.Segment("BPR", "I", X12Value.Cents(claims.Sum(c => c.Sum(l => (long)l.Paid))), "C", "CHK", null, null, null, null, null, null, null, null, null, null, null, "20260116");
        _writer.Segment("TRN", "1", Text(_number), "1935665544");
        _writer.Segment("DTM", "405", "20260116");
        _writer.Segment("N1", "PR", "RUSHMORE LIFE");
        _writer.Segment("N3", "10 SOUTH AVENUE");
        _writer.Segment("N4", "RAPID CITY", "SD", "55111");
        _writer.Segment("PER", "BL", "JOHN WAYNE", "TE", "8005551212");
        _writer.Segment("N1", "PE", "MAPLE STREET CLINIC", "XX", "1234567893");
        _writer.Segment("LX", "1");
        for (var i = 0; i < claims.Length; i++) ClaimPayment(_number * ClaimsPerInterchange + i, claims[i]);
        return _writer;
    }

    private (int Charge, int Allowed, int Patient, int Paid) Payment()
    {
        var charge = 2_000 + _random.Next(30_000);
        var allowed = charge - _random.Next(charge);
        var patient = Chance(60) ? _random.Next(allowed) : 0;
        return (charge, allowed, patient, allowed - patient);
    }

    private void ClaimPayment(int number, (int Charge, int Allowed, int Patient, int Paid)[] lines)
    {
        var owed = lines.Sum(l => l.Patient);
        _writer.Segment("CLP", "PCN" + Text(number), "1", X12Value.Cents(lines.Sum(l => l.Charge)), X12Value.Cents(lines.Sum(l => l.Paid)), owed > 0 ? X12Value.Cents(owed) : default(X12Value), "12",
            "5554" + Digits(9), "11", "1");
        _writer.Segment("NM1", "QC", "1", One(LastNames), One(FirstNames), null, null, null, "MI", "JS" + Digits(9));
        if (Chance(40)) _writer.Segment("NM1", "82", "1", One(LastNames), One(FirstNames), null, null, null, "XX", "1245319599");
        if (Chance(25)) _writer.Segment("MOA", null, null, Code(X12Codes.All.Remarks));
        if (Chance(30)) _writer.Segment("REF", "CE", "PPO " + Digits(3));
        _writer.Segment("DTM", "232", Day());
        if (Chance(50)) _writer.Segment("DTM", "050", Day());
        if (Chance(30)) _writer.Segment("AMT", "AU", X12Value.Cents(lines.Sum(l => l.Allowed)));
        foreach (var line in lines) ServicePayment(line);
    }

    private void ServicePayment((int Charge, int Allowed, int Patient, int Paid) line)
    {
        _writer.Segment("SVC", Chance(30) ? X12Value.Composite("HC", Code(X12Codes.All.Procedures), "59") : X12Value.Composite("HC", Code(X12Codes.All.Procedures)), X12Value.Cents(line.Charge), X12Value.Cents(line.Paid), null, Text(1 + _random.Next(4)));
        _writer.Segment("DTM", "472", Day());
        if (line.Charge > line.Allowed) _writer.Segment("CAS", "CO", Code(X12Codes.All.Reasons), X12Value.Cents(line.Charge - line.Allowed));
        if (line.Patient > 0) _writer.Segment("CAS", "PR", Chance(50) ? "2" : "3", X12Value.Cents(line.Patient));
        _writer.Segment("REF", "6R", "L" + Digits(8));
        _writer.Segment("AMT", "B6", X12Value.Cents(line.Allowed));
        if (Chance(10)) _writer.Segment("LQ", "HE", Code(X12Codes.All.Remarks));
    }
}
