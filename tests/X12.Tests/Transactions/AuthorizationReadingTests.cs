using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Tests.Transactions;

public class AuthorizationReadingTests
{
    private static Authorization Read(string segments) =>
        Assert.IsType<Authorization>(Assert.Single(X12Documents.Read(Sample.File("278", "005010X217", segments))));

    [Fact]
    public void A_request_says_what_is_asked_for_whom()
    {
        var request = Read(SampleReviews.Request);
        Assert.Equal((false, "13", "PRAIRIE", "1234567893", "M123"), (request.IsAnswer, request.Purpose, request.Reviewer?.Id, request.Requester?.Npi, request.Patient?.Id));
        var asked = request.Event!;
        Assert.Equal(("HS", "I", "64", "11", "B"), (asked.Category, asked.Certification, asked.ServiceType, asked.Place, asked.PlaceQualifier));
        Assert.Equal(["M5450", "G8929"], asked.Diagnoses);
        Assert.Equal(("10", "34", "LI"), (asked.Deliveries[0].Quantity?.ToString(), asked.Deliveries[0].Period, asked.Parties[0].LastName));
        var service = Assert.Single(request.Services);
        Assert.Equal(("97810", "600", "10"), (service.Procedure?.Code, service.Amount?.ToString(), service.Units?.ToString()));
        Assert.Equal(["1", "2"], service.DiagnosisPointers);
        Assert.Null(service.Decision);
    }

    [Fact]
    public void An_answer_decides_the_event_and_each_service()
    {
        var answer = Read(SampleReviews.Answer);
        Assert.True(answer.IsAnswer);
        Assert.Equal(("A6", "PA-77"), (answer.Event?.Decision?.Action, answer.Event?.Decision?.Number));
        Assert.Equal(["0U"], answer.Event!.Decision!.Reasons);
        Assert.Equal(["A1", "A3"], answer.Services.Select(s => s.Decision!.Action));
        Assert.Equal(["NOT COVERED"], answer.Services[1].Messages);
    }

    [Fact]
    public void A_request_refused_above_its_event_says_why()
    {
        var refused = Read("BHT*0007*11*R-1*20260310*1100*18\nHL*1**20*1\nNM1*X3*2*PRAIRIE HEALTH*****PI*PRAIRIE\nHL*2*1*21*0\nNM1*1P*2*LAKE ACUPUNCTURE*****XX*1234567893\nAAA*N**51*N");
        Assert.Null(refused.Event);
        Assert.Equal(("51", "N"), (Assert.Single(refused.Rejections).Reason, refused.Rejections[0].FollowUp));
    }

    [Fact]
    public void Two_events_are_two_objects()
    {
        var second = SampleReviews.Answer.ReplaceLineEndings("\n") + "\nHL*7*3*EV*0\nUM*AR*I\nHCR*A4\n";
        var both = X12Documents.Read(Sample.File("278", "005010X217", second)).OfType<Authorization>().ToList();
        Assert.Equal([("A6", 2), ("A4", 0)], both.Select(a => (a.Event!.Decision!.Action, a.Services.Count)));
    }
}
