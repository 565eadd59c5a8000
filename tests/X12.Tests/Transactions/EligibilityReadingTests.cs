using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Tests.Transactions;

public class EligibilityReadingTests
{
    private static List<X12Document> Read(string transaction, string segments) => [.. X12Documents.Read(Sample.File(transaction, "005010X279A1", segments))];

    [Fact]
    public void An_inquiry_says_who_asks_about_whom_and_what()
    {
        var inquiry = Assert.IsType<EligibilityInquiry>(Assert.Single(Read("270", SampleEligibility.Inquiry)));
        Assert.Equal(("Q-1", "13", "PRAIRIE", "1234567893", "M123"), (inquiry.Reference, inquiry.Purpose, inquiry.Payer?.Id, inquiry.Provider?.Npi, inquiry.Patient?.Id));
        Assert.Equal(("TRACE-1", "9LAKEACUPU"), (inquiry.Traces[0].Number, inquiry.Traces[0].Originator));
        Assert.Equal(["M5450"], inquiry.Diagnoses);
        Assert.Equal(2, inquiry.Questions.Count);
        Assert.Equal(["64", "PT"], inquiry.Questions[0].ServiceTypes);
        Assert.Equal(("FAM", "11", "1"), (inquiry.Questions[0].CoverageLevel, inquiry.Questions[0].Places[0].Code, inquiry.Questions[0].DiagnosisPointers[0]));
        Assert.Equal(("97810", "PA-7"), (inquiry.Questions[1].Procedure?.Code, inquiry.Questions[1].References[0].Value));
    }

    [Fact]
    public void Each_benefit_stands_alone_with_its_amount_share_quantity_and_flags()
    {
        var documents = Read("271", SampleEligibility.Answer);
        var benefits = documents.OfType<Benefit>().ToList();
        Assert.Equal(["1", "B", "A", "F"], benefits.Select(b => b.Information));
        Assert.All(benefits, b => Assert.Equal(("M123", new DateOnly(2026, 1, 1)), (b.Patient?.Id, b.Dates[0].From)));
        Assert.Equal(("GOLD PLAN", "FAM"), (benefits[0].Plan, benefits[0].CoverageLevel));
        Assert.Equal(("25", "27", "Y"), (benefits[1].Amount?.ToString(), benefits[1].Period, benefits[1].Network));
        Assert.Equal((".2", "N", "N"), (benefits[2].Percent?.ToString().TrimStart('0'), benefits[2].Authorization, benefits[2].Network));
        var visits = benefits[3];
        Assert.Equal(("VS", "20", "Y", "20"), (visits.QuantityQualifier, visits.Quantity?.ToString(), visits.Authorization, visits.Deliveries[0].Quantity?.ToString()));
        Assert.Equal(new DateOnly(2026, 12, 31), visits.BenefitDates[0].To);
        Assert.Equal(["Twenty visits a calendar year"], visits.Messages);
        Assert.Equal(("LI", "7855550111"), (visits.Parties[0].LastName, visits.Parties[0].Contacts[0].Channels[0].Number));
    }

    [Fact]
    public void A_patient_who_was_not_found_is_told_with_the_reason()
    {
        var answers = Read("271", SampleEligibility.Answer).OfType<EligibilityAnswer>().ToList();
        Assert.Equal(["22", "23"], answers.Select(a => a.Level));
        Assert.Equal((4, 0), (answers[0].Benefits, answers[1].Benefits));
        Assert.Equal(("TIM", "19", false, "67", "C"), (answers[1].Patient?.FirstName, answers[1].Relationship, answers[1].Rejections[0].IsValid, answers[1].Rejections[0].Reason, answers[1].Rejections[0].FollowUp));
    }

    [Fact]
    public void A_payer_that_cannot_answer_at_all_is_told_once()
    {
        var answer = Assert.IsType<EligibilityAnswer>(Assert.Single(Read("271", "BHT*0022*11*Q-1*20260310*0901\nHL*1**20*0\nAAA*Y**42*R\nNM1*PR*2*PRAIRIE HEALTH*****PI*PRAIRIE")));
        Assert.Equal(("20", true, "42", "PRAIRIE HEALTH"), (answer.Level, answer.Rejections[0].IsValid, answer.Rejections[0].Reason, answer.Payer?.LastName));
    }

    [Fact]
    public void An_amount_that_is_no_number_is_kept_as_text_with_its_benefit()
    {
        var benefits = Read("271", SampleEligibility.Answer.Replace("*27*25*", "*27*25,00*", StringComparison.Ordinal)).OfType<Benefit>().ToList();
        Assert.Null(benefits[1].Amount);
        Assert.Equal(("EB07", "25,00"), (Assert.Single(benefits[1].Unread).Element, benefits[1].Unread[0].Raw));
        Assert.Empty(benefits[0].Unread);
    }
}
