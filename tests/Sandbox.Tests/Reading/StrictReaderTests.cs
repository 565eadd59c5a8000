using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Tests.Reading;

/// <summary>Each defect alone, refused at its place. Source of each rule: 005010X222A1, the loop named; 1.4.4 for balancing.</summary>
public sealed class StrictReaderTests
{
    private static List<Fault> Faults(string file) => [.. ProfessionalReader.Read(ClaimTexts.Bytes(file)).Faults];

    [Theory]
    [InlineData(ClaimTexts.Whitfield)]
    [InlineData(ClaimTexts.LuciaPrimary)]
    [InlineData(ClaimTexts.LuciaSecondary)]
    public void A_clean_claim_is_read_without_a_fault(string text)
    {
        var reading = ProfessionalReader.Read(ClaimTexts.Bytes(ClaimTexts.File(1, text)));
        Assert.Empty(reading.Faults);
        Assert.Single(reading.Claims.Values.Single());
    }

    [Theory]
    [InlineData('|', '>', "~\r\n")]
    [InlineData('*', ':', "\n")]
    [InlineData('\u001d', '\u001f', "\u001c")]
    public void Any_separators_that_the_ISA_names_are_read(char element, char component, string terminator)
    {
        var file = ClaimTexts.File(1, ClaimTexts.LuciaSecondary)
            .Replace("~\n", "\u0001", StringComparison.Ordinal).Replace('*', element).Replace(':', component).Replace("\u0001", terminator, StringComparison.Ordinal);
        var reading = ProfessionalReader.Read(ClaimTexts.Bytes(file));
        Assert.Empty(reading.Faults);
        Assert.Equal("97810", Assert.Single(Assert.Single(reading.Claims.Values.Single()).Lines).Code);
    }

    [Fact]
    public void The_secondary_claim_carries_what_the_first_payer_did()
    {
        var claim = ProfessionalReader.Read(ClaimTexts.Bytes(ClaimTexts.File(1, ClaimTexts.LuciaSecondary))).Claims.Values.Single().Single();
        var prior = Assert.Single(claim.OtherPayers);
        Assert.Equal(("77001", 37_00L), (prior.PayerId, prior.Paid));
        Assert.Equal([new Adjustment("CO", "45", 33_00), new Adjustment("PR", "3", 25_00)], Assert.Single(prior.Lines).Adjustments);
        Assert.Equal(("LUCIA", new DateOnly(2016, 5, 20), false), (claim.Patient.FirstName, claim.Patient.BirthDate, claim.PatientIsSubscriber));
    }

    [Theory]
    [InlineData("CLM*W-1001*155*", "CLM*W-1001*155.01*", "2300 CLM02 I12")]
    [InlineData("SV1*HC:97811*60*", "SV1*HC:97811*60.005*", "2400 SV102 6")]
    [InlineData("SV1*HC:97811*60*UN*1***1", "SV1*HC:97811*60*UN*1***3", "2400 SV107-1 I12")]
    [InlineData("SV1*HC:97811*60*UN*1", "SV1*HC:97811*60*UN*0", "2400 SV104 I12")]
    [InlineData("HC:97811", "HC:9781", "2400 SV101-2 I12")]
    [InlineData("XX*1881999019", "XX*1881999018", "2010AA NM109 I12")]
    [InlineData("XX*1425773086", "XX*1425773087", "2310B NM109 I12")]
    [InlineData("N4*CHICAGO*IL*606011234", "N4*CHICAGO*IL*60601", "2010AA N403 I12")]
    [InlineData("N4*CHICAGO*IL*60602", "N4*CHICAGO*XQ*60602", "2010BA N402 7")]
    [InlineData("REF*EI*361234567", "REF*EI*36123456", "2010AA REF02 I12")]
    [InlineData("DMG*D8*19791130*M", "DMG*D8*19790231*M", "2010BA DMG02 8")]
    [InlineData("DMG*D8*19791130*M", "DMG*D8*20270101*M", "2010BA DMG02 8")]
    [InlineData("DMG*D8*19791130*M\n", "", "2010BA DMG I6")]
    [InlineData("HL*2*1*22*0", "HL*2*2*22*0", "2000B HL02 7")]
    [InlineData("HL*2*1*22*0", "HL*3*1*22*0", "2000B HL01 7")]
    [InlineData("HL*2*1*22*0", "HL*2*1*22*1", "2000B HL04 7")]
    [InlineData("HI*ABK:M5450*ABF:M542", "HI*ABK:M54.50*ABF:M542", "2300 HI01-2 I12")]
    [InlineData("HI*ABK:M5450*ABF:M542", "HI*ABK:M5450*ABK:M542", "2300 HI02-1 7")]
    [InlineData("HI*ABK:M5450*ABF:M542\n", "", "2300 HI 3")]
    [InlineData("11:B:1", "1X:B:1", "2300 CLM05-1 7")]
    [InlineData("11:B:1", "11:B:7", "2300 REF I6")]
    [InlineData("11:B:1", "11:B:2", "2300 CLM05-3 7")]
    [InlineData("HI*ABK:M5450*ABF:M542", "REF*F8*EG1\nHI*ABK:M5450*ABF:M542", "2300 REF01 I9")]
    [InlineData("SBR*P*18*******CI", "SBR*S*18*******CI", "2000B SBR01 I12")]
    [InlineData("SBR*P*18*******CI", "SBR*P*18*******QQ", "2000B SBR09 7")]
    [InlineData("SBR*P*18*******CI", "SBR*P*18", "2000B SBR09 1")]
    [InlineData("LX*2", "LX*3", "2400 LX01 7")]
    [InlineData("REF*6R*W-1001-2", "REF*6R*W-1001-1", "2400 REF02 I12")]
    [InlineData("BHT*0019*00", "BHT*0018*00", "HEAD BHT01 7")]
    [InlineData("PER*IC*OFFICE*TE*3125550100\n", "", "1000A PER 3")]
    [InlineData("PRV*PE*PXC*171100000X", "ZZZ*1", "2310B ZZZ 1")]
    [InlineData("PRV*PE*PXC*171100000X", "REF*QQ*1", "2310B REF01 7")]
    [InlineData("NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*77001\n", "", "2010BB NM1 I7")]
    [InlineData("N3*88 OAK AVENUE", "N3*88 OAK AVENUE*", "2010BA N302 3")]
    public void A_defect_is_refused_at_its_place(string right, string wrong, string place)
    {
        var text = ClaimTexts.Whitfield.ReplaceLineEndings("\n");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var faults = Faults(ClaimTexts.File(1, text.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(place, faults.Select(Place));
    }

    [Theory]
    [InlineData("SVD*77001*37*", "SVD*77001*36.99*", "2430 SVD02 I12")]
    [InlineData("CAS*PR*3*25", "CAS*PR*3*24", "2430 SVD02 I12")]
    [InlineData("CAS*PR*3*25", "CAS*PX*3*25", "2430 CAS01 7")]
    [InlineData("AMT*D*37", "AMT*D*38", "2320 AMT02 I12")]
    [InlineData("AMT*D*37\n", "", "2320 AMT I6")]
    [InlineData("SVD*77001*", "SVD*77009*", "2430 SVD01 I12")]
    [InlineData("HL*2*1*22*1", "HL*2*1*22*0", "2000B HL04 7")]
    [InlineData("SBR*S********CI", "SBR*S*18*******CI", "2000C HL I9")]
    [InlineData("PAT*19", "PAT*99", "2000C PAT01 7")]
    [InlineData("NM1*QC*1*REYES*LUCIA", "NM1*QC*1*REYES*LUCIA****MI*LMI55120874", "2010CA NM108 I10")]
    [InlineData("DMG*D8*20160520*F\n", "", "2010CA DMG 3")]
    [InlineData("DTP*472*D8*20261101", "DTP*472*D8*20151101", "2400 DTP03 I12")]
    [InlineData("DTP*573*D8*20261105", "", "2430 DTP 3")]
    public void A_defect_of_coordination_or_patient_is_refused_at_its_place(string right, string wrong, string place)
    {
        var text = ClaimTexts.LuciaSecondary.ReplaceLineEndings("\n");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var faults = Faults(ClaimTexts.File(1, text.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(place, faults.Select(Place));
    }

    [Fact]
    public void A_claim_number_that_stands_twice_is_refused()
    {
        var claim = ClaimTexts.Whitfield.ReplaceLineEndings("\n");
        var again = claim[claim.IndexOf("CLM*", StringComparison.Ordinal)..].Replace("W-1001-", "W-1001-B", StringComparison.Ordinal);
        Assert.Contains("2300 CLM01 I12", Faults(ClaimTexts.File(1, claim + "\n" + again)).Select(Place));
    }

    [Theory]
    [InlineData("SE*31*0001", "SE*30*0001", FaultPlace.Transaction, "4")]
    [InlineData("SE*31*0001", "SE*31*0002", FaultPlace.Transaction, "3")]
    [InlineData("GE*1*7", "GE*2*7", FaultPlace.Group, "5")]
    [InlineData("GE*1*7", "GE*1*8", FaultPlace.Group, "4")]
    [InlineData("IEA*1*000000007", "IEA*1*000000008", FaultPlace.Interchange, "001")]
    [InlineData("IEA*1*000000007", "IEA*2*000000007", FaultPlace.Interchange, "021")]
    [InlineData("IEA*1*000000007~\n", "", FaultPlace.Interchange, "023")]
    [InlineData("*T*:~", "*Q*:~", FaultPlace.Interchange, "020")]
    internal void A_defect_of_the_envelope_is_told_where_it_stands(string right, string wrong, FaultPlace place, string code)
    {
        var file = ClaimTexts.File(7, ClaimTexts.Whitfield);
        Assert.Contains(right, file, StringComparison.Ordinal);
        var fault = Assert.Single(Faults(file.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Equal((place, code), (fault.Place, fault.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7")]
    [InlineData("ISA*00*          *00*")]
    public void What_is_not_X12_says_so_and_gives_no_claim(string file)
    {
        var reading = ProfessionalReader.Read(ClaimTexts.Bytes(file));
        Assert.NotNull(reading.Unreadable);
        Assert.Empty(reading.Claims);
    }

    [Fact]
    public void A_file_cut_off_anywhere_gives_no_claim()
    {
        var file = ClaimTexts.File(7, ClaimTexts.Whitfield);
        for (var length = 0; length < file.TrimEnd().Length; length++)
            Assert.DoesNotContain(ProfessionalReader.Read(ClaimTexts.Bytes(file[..length])).Claims.Values, claims => claims.Count > 0);
    }

    [Fact]
    public void A_transaction_of_nothing_but_faults_is_refused_with_the_first_two_hundred()
    {
        var faults = Faults(ClaimTexts.File(1, ClaimTexts.Whitfield + string.Concat(Enumerable.Repeat("\nZZZ*1", 50_000))));
        Assert.Equal(200, faults.Count);
    }

    [Fact]
    public void Any_one_character_replaced_is_read_without_a_crash_and_never_changes_the_money_unseen()
    {
        var file = ClaimTexts.File(7, ClaimTexts.LuciaSecondary);
        foreach (var other in "*~X\u00e9")
            for (var at = 0; at < file.Length; at++)
            {
                var claims = ProfessionalReader.Read(ClaimTexts.Bytes(file[..at] + other + file[(at + 1)..])).Claims.Values.SelectMany(c => c);
                // Charge, payment and adjustments hold one another: a change in one of them alone is always refused.
                Assert.All(claims, c => Assert.Equal((95_00L, 37_00L, 25_00L), (c.TotalCharge, c.OtherPayers[0].Paid, c.OtherPayers[0].Lines[0].Adjustments.Where(a => a.Group == "PR").Sum(a => a.Amount))));
            }
    }

    [Fact]
    public void A_member_id_with_delimiters_in_it_breaks_no_more_than_its_transaction()
    {
        var broken = ClaimTexts.Whitfield.Replace("EGH318820945", "EGH*31~8820945", StringComparison.Ordinal);
        var good = ClaimTexts.Whitfield.Replace("ST*837*0001", "ST*837*0002", StringComparison.Ordinal);
        var reading = ProfessionalReader.Read(ClaimTexts.Bytes(ClaimTexts.File(1, broken, good)));
        Assert.Equal([0, 1], reading.Claims.Values.Select(c => c.Count));
    }

    private static string Place(Fault fault) => fault.Place == FaultPlace.Element
        ? $"{fault.Loop} {fault.SegmentId}{fault.Element:00}{(fault.Component > 0 ? "-" + fault.Component : "")} {fault.Code}"
        : $"{fault.Loop} {fault.SegmentId} {fault.Code}";
}
