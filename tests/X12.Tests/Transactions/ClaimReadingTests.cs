using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Tests.Transactions;

public class ClaimReadingTests
{
    private const string Head = """
        BHT*0019*00*BATCH1*20260302*0900*CH
        NM1*41*2*LAKE ACUPUNCTURE*****46*SUB1
        PER*IC*DESK*TE*6085550100
        NM1*40*2*PRAIRIE HEALTH*****46*RCV1
        HL*1**20*1
        PRV*BI*PXC*171100000X
        NM1*85*2*LAKE ACUPUNCTURE*****XX*1234567893
        N3*1 LAKE RD
        N4*MADISON*WI*537030001
        REF*EI*391234567
        """;

    private const string Child = """
        HL*2*1*22*1
        SBR*S**GRP9*GOLD PLAN*****CI
        NM1*IL*1*ROE*PAT****MI*M9
        N3*2 HILL ST
        N4*MADISON*WI*53703
        DMG*D8*19800202*F
        NM1*PR*2*PRAIRIE HEALTH*****PI*PRA01
        HL*3*2*23*0
        PAT*19
        NM1*QC*1*ROE*KIM
        DMG*D8*20150505*M
        CLM*PCN-7*95.5***11:B:7*Y*A*Y*Y*P*AA:::WI
        DTP*439*D8*20260225
        REF*F8*ICN55
        REF*G1*AUTH2
        NTE*ADD*SORE NECK
        HI*ABK:M542*ABF:M5450
        NM1*82*1*LI*WEI****XX*1993999998
        PRV*PE*PXC*171100000X
        SBR*P*19*G1******MB
        CAS*PR*1*15.5
        AMT*D*60
        OI***Y*P**Y
        NM1*IL*1*ROE*LEE****MI*X1
        NM1*PR*2*FIRST PLAN*****PI*FIR01
        DTP*573*D8*20260220
        LX*1
        SV1*HC:97810:GP*55.5*UN*1***1:2
        DTP*472*D8*20260301
        REF*6R*L1
        SVD*FIR01*40*HC:97810**1
        CAS*CO*45*15.5
        DTP*573*D8*20260220
        LX*2
        SV1*HC:97811*40*UN*2***2
        DTP*472*RD8*20260301-20260302
        """;

    private static List<Claim> Read(string segments) => [.. Claims837.Read(Sample.File("837", "005010X222A1", segments))];

    [Fact]
    public void A_dependents_claim_knows_every_level_above_it()
    {
        var claim = Assert.Single(Read(Head + "\n" + Child));
        Assert.Equal(("BATCH1", "CH"), (claim.Batch.Reference, claim.Batch.Usage));
        Assert.Equal(("1234567893", "391234567", "171100000X"), (claim.BillingProvider!.Npi, claim.BillingProvider.TaxId, claim.BillingProvider.Taxonomy));
        Assert.Equal(("S", "GRP9", "CI", "PAT"), (claim.Subscriber!.Responsibility, claim.Subscriber.GroupNumber, claim.Subscriber.Filing,
            claim.Subscriber.Person!.FirstName));
        Assert.Equal(("19", "KIM", new DateOnly(2015, 5, 5)), (claim.Dependent!.Relationship, claim.Patient!.FirstName, claim.Patient.BirthDate!.Value));
        Assert.Equal(("PRAIRIE HEALTH", "PRA01"), (claim.Payer!.LastName, claim.Payer.Id));
    }

    [Fact]
    public void The_claim_itself_keeps_what_it_replaces_its_diagnoses_and_its_rendering_provider()
    {
        var claim = Assert.Single(Read(Head + "\n" + Child));
        Assert.Equal(("PCN-7", "11", "B", "7", "ICN55", "AUTH2"),
            (claim.PatientControlNumber, claim.Place, claim.PlaceQualifier, claim.Frequency, claim.OriginalReference, claim.PriorAuthorization));
        Assert.Equal(["M542", "M5450"], claim.Diagnoses.Select(d => d.Code));
        Assert.Equal(["AA"], claim.RelatedCauses);
        Assert.Equal("WI", claim.AccidentState);
        Assert.Equal(("82", "171100000X"), (Assert.Single(claim.Providers).Role, claim.Providers[0].Taxonomy));
        Assert.Equal(("ADD", "SORE NECK"), Assert.Single(claim.Notes));
        Assert.Empty(claim.Kept);
    }

    [Fact]
    public void The_first_payers_decision_stands_on_the_claim_and_on_the_line()
    {
        var claim = Assert.Single(Read(Head + "\n" + Child));
        var payer = Assert.Single(claim.OtherPayers);
        Assert.Equal(("P", "FIR01", new DateOnly(2026, 2, 20), "LEE"),
            (payer.Subscriber.Responsibility, payer.Payer!.Id, payer.AdjudicatedOn!.Value, payer.Subscriber.Person!.FirstName));
        Assert.Equal(new X12Number(60, 0), payer.Paid);
        var decision = Assert.Single(claim.Lines[0].Adjudications);
        Assert.Equal(("FIR01", new X12Number(40, 0), new DateOnly(2026, 2, 20)), (decision.PayerId, decision.Paid!.Value, decision.AdjudicatedOn!.Value));
        Assert.Equal(("CO", "45", new X12Number(155, 1)), (decision.Adjustments[0].Group, decision.Adjustments[0].Reason, decision.Adjustments[0].Amount!.Value));
    }

    [Fact]
    public void Lines_keep_pointers_units_days_and_their_own_number()
    {
        var lines = Assert.Single(Read(Head + "\n" + Child)).Lines;
        Assert.Equal([("1", "97810", "L1"), ("2", "97811", null)], lines.Select(l => (l.Number, l.Procedure!.Code, l.ControlNumber)));
        Assert.Equal([1, 2], lines[0].Pointers);
        Assert.Equal((new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2)), (lines[1].From, lines[1].To));
        Assert.Equal("2", lines[1].Units.ToString());
    }

    [Fact]
    public void Two_claims_of_one_patient_share_the_levels_above()
    {
        var second = Child[Child.IndexOf("CLM*", StringComparison.Ordinal)..].Replace("PCN-7", "PCN-8", StringComparison.Ordinal);
        var claims = Read(Head + "\n" + Child + "\n" + second);
        Assert.Equal(["PCN-7", "PCN-8"], claims.Select(c => c.PatientControlNumber));
        Assert.Same(claims[0].BillingProvider, claims[1].BillingProvider);
        Assert.Equal(2, claims[1].Lines.Count);
    }

    [Fact]
    public void A_subscriber_who_is_the_patient_has_no_dependent()
    {
        var self = Head + "\n" + Child[..Child.IndexOf("HL*3", StringComparison.Ordinal)] + Child[Child.IndexOf("CLM*", StringComparison.Ordinal)..];
        var claim = Assert.Single(Read(self));
        Assert.Null(claim.Dependent);
        Assert.Equal("PAT", claim.Patient!.FirstName);
    }

    [Fact]
    public void A_diagnosis_torn_by_the_element_separator_is_still_read()
    {
        var torn = Child.Replace("HI*ABK:M542*ABF:M5450", "HI*ABK*M542*ABF*M5450", StringComparison.Ordinal);
        Assert.Equal(["M542", "M5450"], Assert.Single(Read(Head + "\n" + torn)).Diagnoses.Select(d => d.Code));
    }

    [Fact]
    public void Composites_with_another_separator_than_the_ISA_names_are_still_read()
    {
        var foreign = Child.Replace("SV1*HC:97810:GP*", "SV1*HC>97810>GP*", StringComparison.Ordinal);
        Assert.Equal("97810", Assert.Single(Read(Head + "\n" + foreign)).Lines[0].Procedure!.Code);
    }
}
