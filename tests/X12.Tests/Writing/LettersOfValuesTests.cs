using System.Text;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Writing;

public sealed class LettersOfValuesTests
{
    [Fact]
    public void A_text_of_any_length_is_written_letter_for_letter()
    {
        for (var length = 1; length <= 40; length++)
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('0' + i)));
            Assert.Contains($"NTE*ADD*{text}~", Written(text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData('é'), InlineData('\u007F'), InlineData('\u001F'), InlineData('\u0130'), InlineData('\uFF21')]
    public void One_letter_that_may_not_stand_in_a_file_is_found_wherever_it_stands(char bad)
    {
        for (var length = 1; length <= 20; length++)
            for (var at = 0; at < length; at++)
                Assert.Null(Written(new string('A', at) + bad + new string('A', length - 1 - at)));
    }

    private static string? Written(string text)
    {
        var (date, time) = (new DateOnly(2026, 1, 5), new TimeOnly(12, 0));
        var writer = new X12Writer(new() { SenderId = "US", ReceiverId = "THEM", Date = date, Time = time, ControlNumber = 1 });
        writer.BeginGroup(new() { FunctionalId = "HC", SenderCode = "US", ReceiverCode = "THEM", Date = date, Time = time, ControlNumber = 1, Version = "005010X222A2" });
        writer.BeginTransaction("837", "0001", "005010X222A2");
        writer.Segment("NTE", "ADD", text);
        using var file = new MemoryStream();
        return writer.WriteTo(file) is WriteOutcome.Written ? Encoding.Latin1.GetString(file.ToArray()) : null;
    }
}
