using CleanClaim.X12.Transactions;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Transactions;

public class PremiumReadingTests
{
    private static PremiumPayment Read() => Assert.IsType<PremiumPayment>(Assert.Single(X12Documents.Read(Sample.File("820", "005010X218", SampleReviews.Premiums))));

    [Fact]
    public void A_payment_is_read_down_to_the_premium_of_each_individual()
    {
        var payment = Read();
        Assert.Equal(("310", "ACH", new DateOnly(2026, 3, 10), "EFT0009"), (payment.Amount?.ToString(), payment.Method, payment.Date, payment.TraceNumber));
        Assert.Equal(("PRAIRIE HEALTH", "LAKE ACUPUNCTURE"), (payment.Receiver?.LastName, payment.Payer?.LastName));
        Assert.Equal(new DateOnly(2026, 4, 30), payment.Dates[0].To);
        Assert.Equal(("52", "-20"), (Assert.Single(payment.Adjustments).Reason, payment.Adjustments[0].Amount?.ToString()));
        Assert.Equal([("E-1", "DOE", "200"), ("E-2", "ROE", "130")], payment.Premiums.Select(p => (p.Entity!.Id, p.Individuals[0].LastName, p.Amount?.ToString())));
        var first = payment.Premiums[0];
        Assert.Equal(("220", "MASTER-1", "H6"), (first.Billed?.ToString(), first.References[0].Value, first.Adjustments[0].Reason));
    }

    [Fact]
    public void The_payment_is_told_before_its_premiums_and_whether_it_balances()
    {
        var output = new MemoryStream();
        Assert.Equal(0, X12Verbs.ToJson(Sample.File("820", "005010X218", SampleReviews.Premiums), output, TextWriter.Null));
        var lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("{\"type\":\"premiumPayment\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"premiumsPaid\":\"330.00\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"balanced\":true,\"difference\":\"0.00\"", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], l => Assert.StartsWith("{\"type\":\"premium\"", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_equation_stands_in_the_shown_file_with_every_term()
    {
        var output = new StringWriter();
        X12Verbs.Show(Sample.File("820", "005010X218", SampleReviews.Premiums), output, TextWriter.Null);
        Assert.Contains("= premiums 200.00 + 130.00 + -20.00 = 310.00; paid 310.00: balances", output.ToString(), StringComparison.Ordinal);
    }
}
