using CleanClaim.X12.Acknowledging;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Writes the TA1, the 999 and, where claims are answered, the 277CA that the receiver of the file would answer.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fields">Date, time and control number of the answers.</param>
    /// <param name="open">Opens what an answer is written to, by a name as <c>000000001.999</c>.</param>
    /// <param name="errors">What is wrong when there is nothing to answer, for people.</param>
    /// <returns>0, or 1 when the file holds no interchange that could be answered.</returns>
    public static int Ack(X12File file, AnswerFields fields, Func<string, Stream> open, TextWriter errors)
    {
        var number = 0;
        foreach (var answer in Acknowledger.AnswerEach(file.Content, fields))
        {
            using var sent = answer;
            number++;
            var name = new string([.. answer.Interchange.Where(char.IsAsciiLetterOrDigit)]);
            using var output = open($"{(name.Length > 0 ? name : number.ToString(System.Globalization.CultureInfo.InvariantCulture))}.{answer.Kind switch { AnswerKind.Ta1 => "TA1", AnswerKind.Claims277 => "277CA", _ => "999" }}");
            answer.WriteTo(output);
        }

        if (number > 0) return 0;
        errors.WriteLine($"{file.Name}: nothing to answer; it holds no interchange, or only answers.");
        return 1;
    }
}
