using System.Globalization;
using System.Text.Json;
using CleanClaim.X12.Comparing;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Writes the differences in meaning of two files: separators, line breaks and control numbers aside.</summary>
    /// <param name="a">A file; one that cannot seek is read into memory.</param>
    /// <param name="b">Another.</param>
    /// <param name="asJson">One JSON object a line, the last one the count, instead of words.</param>
    /// <param name="output">The differences.</param>
    /// <param name="errors">What could not be read, for people.</param>
    /// <returns>0 when they mean the same, 1 when they differ or one cannot be read whole.</returns>
    public static int Diff(X12File a, X12File b, bool asJson, TextWriter output, TextWriter errors)
    {
        var json = new JsonText(output);
        var (count, isWhole) = (0L, true);
        void Fault(bool isB, ReadFault fault)
        {
            isWhole &= fault.IsHarmless;
            errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isB ? b : a).Name}:{fault.Line}: {FaultTexts.File(fault.Kind).Message}"));
        }

        foreach (var difference in FileDifferences.Between(Seekable(a.Content), Seekable(b.Content), Fault))
        {
            count++;
            if (asJson) json.Line(writer => Write(writer, difference));
            else output.WriteLine(InWords(difference));
        }

        if (asJson)
        {
            json.Line(writer =>
            {
                writer.WriteString("a", a.Name);
                writer.WriteString("b", b.Name);
                writer.WriteNumber("differences", count);
            });
        }
        else output.WriteLine(count == 0 ? "The files mean the same." : string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "difference" : "differences")}"));
        return count == 0 && isWhole ? 0 : 1;
    }

    private static void Write(Utf8JsonWriter json, Difference difference)
    {
        json.WriteString("kind", difference.Kind switch { DifferenceKind.OnlyInA => "onlyInA", DifferenceKind.OnlyInB => "onlyInB", _ => "changed" });
        WriteOrNull(json, "transaction", difference.Transaction);
        WriteOrNull(json, "loop", difference.Loop?.Id);
        json.WriteString("segment", difference.Segment);
        WriteOrNull(json, "element", difference.Element);
        if (difference.Segments > 1) json.WriteNumber("segments", difference.Segments);
        Write(json, "a", difference.A);
        Write(json, "b", difference.B);
    }

    private static void Write(Utf8JsonWriter json, string name, DifferenceSide? side)
    {
        if (side is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WriteOrNull(json, "st", side.St);
        json.WriteNumber("offset", side.Offset);
        json.WriteNumber("line", side.Line);
        if (side.Position > 0) json.WriteNumber("position", side.Position);
        json.WriteString("value", side.Value);
        json.WriteEndObject();
    }

    private static string InWords(Difference difference)
    {
        var place = difference.Transaction.Length > 0 ? $"{difference.Transaction} {(difference.A ?? difference.B)!.St}" : "envelope";
        if (difference.Loop is { Id.Length: > 0 } loop) place += $", loop {loop.Id} ({loop.Name})";
        var name = difference.Element is { } element ? element + (Words.Element(element) is { } words ? $" ({words})" : "") : difference.Segment;
        if (difference.Segments > 1) name = string.Create(CultureInfo.InvariantCulture, $"{difference.Segments} segments from {difference.Segment}");
        return difference.Kind switch
        {
            DifferenceKind.OnlyInA => $"{place}: {name} only in A, {Where(difference.A!)}: {difference.A!.Value}",
            DifferenceKind.OnlyInB => $"{place}: {name} only in B, {Where(difference.B!)}: {difference.B!.Value}",
            _ => $"{place}: {name} is {Shown(difference.A!)} in A, {Where(difference.A!)}, and {Shown(difference.B!)} in B, {Where(difference.B!)}",
        };
    }

    private static string Shown(DifferenceSide side) => side.Value.Length == 0 ? "absent" : $"\"{side.Value}\"";

    private static string Where(DifferenceSide side) =>
        string.Create(CultureInfo.InvariantCulture, $"line {side.Line}{(side.Position > 0 ? $", segment {side.Position}" : "")}");
}
