using CleanClaim.X12.Tests.Transactions;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

/// <summary>No damage to a file makes a verb fail: it says what it can and what is wrong.</summary>
public class DamagedFilesTests
{
    [Fact]
    public void Two_thousand_damaged_remittances_are_read_without_an_exception()
    {
        var whole = Sample.File("835", "005010X221A1", Sample.Remittance).ToArray();
        var random = new Random(20260310);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Damaged(whole, random);
            Assert.InRange(X12Verbs.ToJson(new MemoryStream(bytes), Stream.Null, TextWriter.Null), 0, 1);
            Assert.InRange(X12Verbs.Show(new MemoryStream(bytes), TextWriter.Null, TextWriter.Null), 0, 1);
        }
    }

    [Fact]
    public void Eighteen_digit_amounts_are_summed_without_overflow()
    {
        var claims = string.Concat(Enumerable.Repeat("\nCLP*P*1*92233720368547758*92233720368547758**12*I", 200));
        var output = new MemoryStream();
        Assert.Equal(0, X12Verbs.ToJson(Sample.File("835", "005010X221A1", "BPR*I*1*C*NON" + claims), output, TextWriter.Null));
        Assert.Contains("\"claimsPaid\":\"18446744073709551600.00\"", System.Text.Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var change = random.Next(1, 10); change > 0 && bytes.Count > 1; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 80), bytes.Count - at));
                    break;
                case 2:
                    bytes.Insert(at, (byte)"*:~^ 9-."[random.Next(8)]);
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
