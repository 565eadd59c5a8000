using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Tests.Transactions;

public class RemittanceReadingTests
{
    private static Remittance Read(string segments = Sample.Remittance) => Assert.Single(Remittance835.Read(Sample.File("835", "005010X221A1", segments)));

    private static long Cents(X12Number? amount)
    {
        Assert.True(amount!.Value.TryCents(out var cents));
        return cents;
    }

    [Fact]
    public void The_head_says_who_pays_whom_how_much_and_when()
    {
        var remittance = Read();
        Assert.Equal(9250, Cents(remittance.Amount));
        Assert.Equal(("ACH", "EFT0001", "1512345678"), (remittance.Method, remittance.TraceNumber, remittance.PayerTraceId));
        Assert.Equal(new DateOnly(2026, 3, 10), remittance.Date);
        Assert.Equal(new DateOnly(2026, 3, 9), remittance.ProductionDate);
        Assert.Equal(("PRAIRIE HEALTH", "TOPEKA"), (remittance.Payer!.LastName, remittance.Payer.Address!.City));
        Assert.Equal(("1234567893", "351234567"), (remittance.Payee!.Npi, remittance.Payee.TaxId));
        Assert.Equal("000000001", remittance.Envelope.InterchangeControlNumber);
        Assert.True(remittance.Complete);
    }

    [Fact]
    public void A_claim_keeps_status_amounts_names_and_dates()
    {
        var claim = Assert.Single(Read().Claims);
        Assert.Equal(("PCN-1", "1", "12", "ICN77", "11", "1", "1"),
            (claim.PatientControlNumber, claim.Status, claim.Filing, claim.PayerClaimControlNumber, claim.Facility, claim.Frequency, claim.Group));
        Assert.Equal((17000, 11250, 2000), (Cents(claim.Charge), Cents(claim.Paid), Cents(claim.PatientResponsibility)));
        Assert.Equal(("DOE", "M123"), (claim.Patient!.LastName, claim.Patient.Id));
        Assert.Equal(("ANNA", "M124"), (claim.Corrected!.FirstName, claim.Corrected.Id));
        Assert.Equal("1993999998", claim.Rendering!.Npi);
        Assert.Equal(new DateOnly(2026, 3, 3), claim.Received);
        Assert.Equal("GOLD", claim.ContractClass);
        Assert.Equal("MA01", Assert.Single(claim.Remarks).Code);
        Assert.Equal(("CO", "45"), (Assert.Single(claim.Adjustments).Group, claim.Adjustments[0].Reason));
    }

    [Fact]
    public void A_claim_longer_than_several_blocks_of_the_reader_is_held_whole()
    {
        const int Amounts = 40_000;
        string[] few = [.. Enumerable.Range(1, 24).Select(i => $"{i}")], many = [.. Enumerable.Range(1, 40).Select(i => $"X{i}")];
        var amounts = string.Join('\n', Enumerable.Range(0, Amounts).Select(i => $"AMT*AU*{i}"));
        var claim = Assert.Single(Read($"LX*1\nCLP*PCN-1*1*170*112.5\nNM1*QC*1*DOE\nMIA*{string.Join('*', few)}\nQQQ*{string.Join('*', many)}\n{amounts}").Claims);
        Assert.Equal(("PCN-1", "DOE", null, null, null), (claim.PatientControlNumber, claim.Patient!.LastName, claim.Patient.FirstName, claim.Filing, claim.Drg));
        Assert.Equal(few, claim.Inpatient!.Elements);
        Assert.Equal(["5", "20", "21", "22", "23"], claim.Remarks.Select(r => r.Code));
        Assert.Equal(many, Assert.Single(claim.Kept).Elements);
        Assert.Equal(Enumerable.Range(0, Amounts).Select(i => 100L * i), claim.Amounts.Select(a => Cents(a.Amount)));
    }

    [Fact]
    public void A_line_keeps_what_was_submitted_and_each_adjustment_of_its_CAS()
    {
        var line = Read().Claims[0].Lines[0];
        Assert.Equal(("97810", "97811", "L1"), (line.Procedure!.Code, line.Submitted!.Code, line.ControlNumber));
        Assert.Equal(["GP"], line.Procedure.Modifiers);
        Assert.Equal((15000, 9250, 11250), (Cents(line.Charge), Cents(line.Paid), Cents(line.Allowed)));
        Assert.Equal([("CO", "45", 2750L), ("CO", "253", 1000L), ("PR", "2", 2000L)], line.Adjustments.Select(a => (a.Group, a.Reason, Cents(a.Amount))));
        Assert.Equal(new DateOnly(2026, 3, 1), line.From);
        Assert.Equal(("HE", "N130"), (Assert.Single(line.Remarks).Qualifier, line.Remarks[0].Code));
    }

    [Fact]
    public void A_negative_adjustment_stays_negative() =>
        Assert.Equal(-1000, Cents(Read().Claims[0].Lines[1].Adjustments[0].Amount));

    [Fact]
    public void An_unknown_segment_is_kept_where_it_stood_and_reading_goes_on()
    {
        var remittance = Read();
        var kept = Assert.Single(remittance.Claims[0].Lines[1].Kept);
        Assert.Equal(("QQQ", "odd", "2110", 30), (kept.Id, kept[1], kept.Loop, kept.Where.FirstSegment));
        Assert.Equal(("WO", "ICN12", 2000L), (remittance.ProviderAdjustments[0].Reason, remittance.ProviderAdjustments[0].Reference,
            Cents(remittance.ProviderAdjustments[0].Amount)));
    }

    [Fact]
    public void One_PLB_holds_up_to_six_adjustments()
    {
        var rows = Read(Sample.Remittance + "\nPLB*1*20261231*FB:A*1*L6*-2*CS:B:C*3").ProviderAdjustments;
        Assert.Equal([("WO", "ICN12"), ("FB", "A"), ("L6", null), ("CS", "B:C")], rows.Select(r => (r.Reason, r.Reference)));
    }

    [Fact]
    public void An_amount_that_is_no_number_is_not_zero_but_unread_with_its_text()
    {
        var claim = Read(Sample.Remittance.Replace("CLP*PCN-1*1*170*", "CLP*PCN-1*1*1O0*", StringComparison.Ordinal)).Claims[0];
        Assert.Null(claim.Charge);
        Assert.Equal(("CLP03", "1O0"), (Assert.Single(claim.Unread).Element, claim.Unread[0].Raw));
    }

    [Fact]
    public void A_third_decimal_is_a_number_but_not_whole_cents()
    {
        var claim = Read(Sample.Remittance.Replace("*112.5*20*", "*112.505*20*", StringComparison.Ordinal)).Claims[0];
        Assert.False(claim.Paid!.Value.TryCents(out _));
        Assert.Empty(claim.Unread);
    }

    [Fact]
    public void Every_fact_points_to_its_bytes_in_the_file()
    {
        var file = Sample.File("835", "005010X221A1", Sample.Remittance);
        var text = Encoding.UTF8.GetString(file.ToArray());
        var line = Remittance835.Read(file).Single().Claims[0].Lines[0];
        var found = text[(int)line.Where.FirstByte..(int)line.Where.EndByte];
        Assert.StartsWith("SVC*HC:97810:GP*", found, StringComparison.Ordinal);
        Assert.EndsWith("LQ*HE*N130~", found, StringComparison.Ordinal);
        Assert.Equal("CAS*PR*2*20~", text[(int)line.Adjustments[2].Where.FirstByte..(int)line.Adjustments[2].Where.EndByte]);
    }

    [Fact]
    public void A_file_cut_off_in_a_claim_gives_what_is_there_and_says_that_it_is_not_complete()
    {
        var whole = Sample.File("835", "005010X221A1", Sample.Remittance).ToArray();
        var cut = Encoding.UTF8.GetString(whole).IndexOf("CAS*PR", StringComparison.Ordinal);
        var faults = new List<ReadFault>();
        var remittance = Assert.Single(Remittance835.Read(new MemoryStream(whole[..(cut + 5)]), faults));
        Assert.False(remittance.Complete);
        Assert.Equal(2, remittance.Claims[0].Lines[0].Adjustments.Count);
        Assert.Equal(FaultKind.Truncated, Assert.Single(faults).Kind);
    }

    [Fact]
    public void Streaming_hands_out_the_same_claims_and_keeps_none()
    {
        var whole = Read();
        Remittance? end = null;
        var claims = new List<(string?, string?)>();
        Remittance835.ReadClaims(Sample.File("835", "005010X221A1", Sample.Remittance), p => end = p, (head, claim) => claims.Add((head.TraceNumber, claim.PatientControlNumber)));
        Assert.Equal([("EFT0001", "PCN-1")], claims);
        Assert.Empty(end!.Claims);
        Assert.Equal(whole.ProviderAdjustments, end.ProviderAdjustments);
    }

    [Fact]
    public void What_is_not_X12_gives_nothing_and_says_why()
    {
        var faults = new List<ReadFault>();
        Assert.Empty(X12Documents.Read(new MemoryStream("Dear payer, please find enclosed"u8.ToArray()), faults));
        Assert.Equal(FaultKind.NotX12, Assert.Single(faults).Kind);
    }
}
