using CleanClaim.X12.Writing;

namespace CleanClaim.Bench;

internal sealed partial class X12Samples
{
    private int _levels = 1;

    private X12Writer ClaimBatch()
    {
        _writer.BeginTransaction("837", "0001", "005010X222A2");
        _writer.Segment("BHT", "0019", "00", Text(_number), "20260105", "1023", "CH");
        _writer.Segment("NM1", "41", "2", "MAPLE STREET CLINIC", null, null, null, null, "46", "TGJ23");
        _writer.Segment("PER", "IC", "JERRY", "TE", "3055552222");
        _writer.Segment("NM1", "40", "2", "KEY INSURANCE", null, null, null, null, "46", "66783JJT");
        _writer.Segment("HL", "1", null, "20", "1");
        _writer.Segment("PRV", "BI", "PXC", "208D00000X");
        _writer.Segment("NM1", "85", "2", "MAPLE STREET CLINIC", null, null, null, null, "XX", "1234567893");
        _writer.Segment("N3", "236 N MAIN ST");
        _writer.Segment("N4", "MIAMI", "FL", "331110123");
        _writer.Segment("REF", "EI", "587654321");
        for (var i = 0; i < ClaimsPerInterchange; i++) Claim(_number * ClaimsPerInterchange + i, isCoordinated: i % CoordinatedEvery == 0);
        return _writer;
    }

    private void Claim(int number, bool isCoordinated)
    {
        var isDependent = Chance(20);
        var level = ++_levels;
        _writer.Segment("HL", Text(level), "1", "22", isDependent ? "1" : "0");
        _writer.Segment("SBR", isCoordinated ? "S" : "P", isDependent ? null : "18", Chance(30) ? Digits(6) : null, null, null, null, null, null, "CI");
        _writer.Segment("NM1", "IL", "1", One(LastNames), One(FirstNames), null, null, null, "MI", "JS" + Digits(9));
        if (!isDependent || Chance(50)) Person();
        _writer.Segment("NM1", "PR", "2", "KEY INSURANCE", null, null, null, null, "PI", Digits(5));
        if (isDependent)
        {
            _writer.Segment("HL", Text(++_levels), Text(level), "23", "0");
            _writer.Segment("PAT", "19");
            _writer.Segment("NM1", "QC", "1", One(LastNames), One(FirstNames));
            Person();
        }

        var charges = Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => 2_000 + _random.Next(30_000)).ToArray();
        _writer.Segment("CLM", "PCN" + Text(number), X12Value.Cents(charges.Sum()), null, null, X12Value.Composite("11", "B", "1"), "Y", "A", "Y", "Y");
        if (Chance(30)) _writer.Segment("DTP", "431", "D8", Day());
        if (Chance(25)) _writer.Segment("REF", "D9", Digits(12));
        var diagnoses = 1 + _random.Next(4);
        _writer.Segment("HI", [.. Enumerable.Range(0, diagnoses).Select(i => X12Value.Composite(i == 0 ? "ABK" : "ABF", Code(X12Codes.All.Diagnoses)))]);
        if (Chance(40)) _writer.Segment("NM1", "82", "1", One(LastNames), One(FirstNames), null, null, null, "XX", "1245319599");
        if (isCoordinated) OtherPayer(charges.Sum());
        for (var i = 0; i < charges.Length; i++) Line(i + 1, charges[i], diagnoses, isCoordinated);
    }

    private void Person()
    {
        Address();
        _writer.Segment("DMG", "D8", Text(19400000 + _random.Next(80) * 10000 + 100 * _random.Next(1, 13) + _random.Next(1, 29)), Chance(50) ? "F" : "M");
    }

    private void OtherPayer(int charged)
    {
        _writer.Segment("SBR", "P", "18", null, null, null, null, null, null, "MB");
        _writer.Segment("AMT", "D", X12Value.Cents(charged / 10 * 6));
        _writer.Segment("OI", null, null, "Y", null, null, "Y");
        _writer.Segment("NM1", "IL", "1", One(LastNames), One(FirstNames), null, null, null, "MI", "JS" + Digits(9));
        _writer.Segment("NM1", "PR", "2", "FIRST INSURANCE", null, null, null, null, "PI", "777776666");
        _rest = charged / 10 * 6;
    }

    private int _rest;

    private void Line(int number, int charge, int diagnoses, bool isCoordinated)
    {
        var code = Code(X12Codes.All.Procedures);
        _writer.Segment("LX", Text(number));
        _writer.Segment("SV1", Chance(30) ? X12Value.Composite("HC", code, "59") : X12Value.Composite("HC", code), X12Value.Cents(charge), "UN", Text(1 + _random.Next(4)), null, null,
            diagnoses > 1 && Chance(50) ? X12Value.Composite("1", "2") : "1");
        _writer.Segment("DTP", "472", "D8", Day());
        _writer.Segment("REF", "6R", "L" + Digits(8));
        if (Chance(5)) _writer.Segment("NTE", "ADD", "SEEN WITH INTERPRETER");
        if (!isCoordinated) return;
        var paid = Math.Min(charge, _rest);
        _rest -= paid;
        _writer.Segment("SVD", "777776666", X12Value.Cents(paid), X12Value.Composite("HC", code), null, "1");
        if (paid < charge) _writer.Segment("CAS", "CO", "45", X12Value.Cents(charge - paid));
        _writer.Segment("DTP", "573", "D8", Day());
    }
}
