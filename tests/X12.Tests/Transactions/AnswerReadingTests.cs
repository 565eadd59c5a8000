using System.Text;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Tests.Transactions;

public class AnswerReadingTests
{
    [Fact]
    public void A_999_says_for_each_transaction_which_segment_and_element_is_wrong()
    {
        var answer = Assert.Single(Acknowledgments.Read999(Sample.File("999", "005010X231A1", """
            AK1*HC*17*005010X222A1
            AK2*837*0001*005010X222A1
            IK5*A
            AK2*837*0002*005010X222A1
            IK3*CLM*22*2300*8
            CTX*CLM01:PCN-9
            IK4*5:3:1*1325*7*Q
            IK5*R*5
            AK9*P*2*2*1
            """)));
        Assert.Equal(("HC", "17", "P", false), (answer.FunctionalId, answer.AnsweredGroup, answer.Status, answer.Accepted));
        Assert.Equal([("0001", true), ("0002", false)], answer.Transactions.Select(t => (t.AnsweredSt, t.Accepted)));
        var fault = Assert.Single(answer.Transactions[1].Faults);
        Assert.Equal(("CLM", 22, "2300", "8"), (fault.SegmentId, fault.Position, fault.Loop, fault.Code));
        Assert.Equal(("CLM01", "PCN-9"), Assert.Single(fault.BusinessUnits));
        var element = Assert.Single(fault.Elements);
        Assert.Equal((5, 3, 1, "1325", "7", "Q"), (element.Position, element.Component, element.Repetition, element.DataElement, element.Code, element.BadValue));
    }

    [Fact]
    public void A_TA1_names_the_interchange_it_answers()
    {
        var file = Encoding.UTF8.GetBytes(
            "ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *260310*0901*^*00501*000000002*0*P*:~TA1*000000001*260310*0900*R*006~IEA*0*000000002~");
        var answer = Assert.Single(Acknowledgments.ReadTa1(new MemoryStream(file)));
        Assert.Equal(("000000001", "R", "006", false, "000000002"),
            (answer.ControlNumber, answer.Status, answer.Note, answer.Accepted, answer.Envelope.InterchangeControlNumber));
    }

    [Fact]
    public void A_277CA_ties_each_status_to_the_patient_control_number()
    {
        var report = Assert.Single(ClaimStatuses.Read(Sample.File("277", "005010X214", """
            BHT*0085*08*ACK1*20260303*1000*TH
            HL*1**20*1
            NM1*PR*2*PRAIRIE HEALTH*****PI*PRA01
            TRN*1*T1
            DTP*050*D8*20260302
            DTP*009*D8*20260303
            HL*2*1*21*1
            NM1*41*2*LAKE ACUPUNCTURE*****46*SUB1
            TRN*2*BATCH1
            STC*A1:19:PR*20260303*WQ*195.5
            QTY*90*1
            QTY*AA*1
            HL*3*2*19*1
            NM1*85*2*LAKE ACUPUNCTURE*****XX*1234567893
            HL*4*3*PT
            NM1*QC*1*ROE*KIM****MI*M9
            TRN*2*PCN-7
            STC*A2:20*20260303*WQ*95.5
            REF*1K*ICN88
            REF*D9*CH99
            DTP*472*D8*20260301
            HL*5*3*PT
            NM1*QC*1*DOE*ANN****MI*M1
            TRN*2*PCN-8
            STC*A7:562:85*20260303*U*100******A8:496
            DTP*472*RD8*20260301-20260302
            SVC*HC:97810*100*****1
            STC*A7:507**U
            REF*FJ*L1
            """)));
        Assert.Equal(("BATCH1", "A1"), (report.AnsweredReference, report.Statuses[0].Codes[0].Category));
        Assert.Equal(["PCN-7", "PCN-8"], report.Claims.Select(c => c.PatientControlNumber));
        Assert.Equal(("ICN88", "CH99", "KIM", "1234567893"),
            (report.Claims[0].PayerClaimControlNumber, report.Claims[0].ClearinghouseTraceNumber, report.Claims[0].Patient!.FirstName, report.Claims[0].Provider!.Npi));
        var rejected = report.Claims[1];
        Assert.Equal([("A7", "562", "85"), ("A8", "496", null)], rejected.Statuses[0].Codes.Select(c => (c.Category, c.Status, c.Entity)));
        Assert.Equal("U", rejected.Statuses[0].Action);
        Assert.Equal(("97810", "L1", "507"), (rejected.Lines[0].Procedure!.Code, rejected.Lines[0].ControlNumber, rejected.Lines[0].Statuses[0].Codes[0].Status));
        Assert.Equal((new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2)), (rejected.From, rejected.To));
        Assert.Empty(rejected.Kept);
    }
}
