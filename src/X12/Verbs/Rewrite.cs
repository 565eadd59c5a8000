using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>
    /// Reads a file and writes it in our own style: our separators, a padded ISA, no separators at the end of a segment, line
    /// breaks all through or not at all. A file in that style comes out byte for byte; any other keeps its meaning.
    /// </summary>
    /// <param name="file">The file; one that cannot seek is read into memory.</param>
    /// <param name="output">The bytes written.</param>
    /// <param name="errors">What could not be read, for people.</param>
    /// <returns>0, or 1 when something of the file could not be read or written.</returns>
    public static int Rewrite(X12File file, Stream output, TextWriter errors)
    {
        var content = file.Content;
        if (!content.CanSeek)
        {
            content = new MemoryStream();
            file.Content.CopyTo(content);
            content.Position = 0;
        }

        var start = content.Position;
        var (styles, hasLineBreaks) = Rewriter.StylesOf(content);
        content.Position = start;
        return Rewriter.Write(new(file.Name, content), styles, hasLineBreaks, output, errors) ? 0 : 1;
    }

    /// <summary>Two passes: the first finds separators that no value of an interchange holds, the second writes.</summary>
    private static class Rewriter
    {
        private static readonly int[] IsaWidths = [0, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

        /// <summary>For each interchange, its new separators; null when no free ones are left. And whether the file has lines.</summary>
        public static (Queue<Delimiters?> Styles, bool HasLineBreaks) StylesOf(Stream content)
        {
            var (hasLineBreaks, isSecond, endOfFirst) = (false, false, -1L);
            Queue<Delimiters?> styles = new();
            bool[]? used = null;
            using var reader = new X12Reader(content, leaveOpen: true);
            while (reader.Read())
            {
                var segment = reader.Segment;
                if (segment.IsBlank) continue;
                if (endOfFirst >= 0 && !isSecond) (hasLineBreaks, isSecond) = (segment.Offset > endOfFirst, true);
                if (endOfFirst < 0) endOfFirst = segment.Offset + segment.Bytes.Length + 1;
                var isHeader = segment.Id == SegmentId.Isa;
                if (isHeader && used is not null) styles.Enqueue(Characters.Free(used));
                if (isHeader) used = new bool[256];
                for (var i = 0; i <= segment.Count && used is not null; i++)
                {
                    // A header has neither components nor repeats: what separates them elsewhere is data there, and stays as it is.
                    if (!isHeader) Mark(segment[i], segment.Delimiters, used);
                    else if (i != 16 && !(i == 11 && NamesRepetition(segment))) Mark(segment[i], default, used);
                }

            }

            if (used is not null) styles.Enqueue(Characters.Free(used));
            if (!isSecond && endOfFirst >= 0) hasLineBreaks = reader.BytesRead > endOfFirst;
            return (styles, hasLineBreaks);
        }

        public static bool Write(X12File file, Queue<Delimiters?> styles, bool hasLineBreaks, Stream output, TextWriter errors)
        {
            using var reader = new X12Reader(file.Content, leaveOpen: true);
            var buffered = new BufferedStream(output, 64 * 1024);
            var style = default(Delimiters);
            var isWhole = true;
            bool more;
            do
            {
                more = reader.Read();
                foreach (var fault in reader.Faults) isWhole = Tell(file.Name, fault, errors) && isWhole;
                if (!more) break;
                var segment = reader.Segment;
                // Blanks alone, as an editor leaves them on a line, are no segment; nor are separators without a value.
                if (segment.IsBlank) continue;
                if (segment.Id == SegmentId.Isa)
                {
                    if (styles.Dequeue() is not { } chosen)
                    {
                        errors.WriteLine($"{file.Name}: every character that could separate fields stands in some value; nothing more was written.");
                        buffered.Flush();
                        return false;
                    }

                    style = chosen;
                    if (segment.Count < 16)
                    {
                        errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: an ISA ends after element {segment.Count} of 16: what separates components and repeats cannot be told, and may mean something else in what was written."));
                        isWhole = false;
                    }

                    WriteHeader(segment, style, buffered);
                }
                else WriteSegment(segment, style, buffered);
                if (hasLineBreaks) buffered.WriteByte((byte)'\n');
            }
            while (more);
            buffered.Flush();
            return isWhole;
        }

        private static bool Tell(string name, ReadFault fault, TextWriter errors)
        {
            errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}:{fault.Line}: {FaultTexts.File(fault.Kind).Message}"));
            return fault.IsHarmless;
        }

        private static void WriteHeader(in SegmentView isa, Delimiters style, Stream output)
        {
            output.Write("ISA"u8);
            for (var i = 1; i <= 16; i++)
            {
                output.WriteByte(style.Element);
                var value = isa[i];
                if (i == 16) output.WriteByte(style.Component);
                else if (i == 11 && NamesRepetition(isa)) output.WriteByte(style.Repetition);
                else output.Write(value);
                // Trimmed fields are padded to the width that X12.5 fixes.
                for (var width = value.Length; i < 16 && width < IsaWidths[i]; width++) output.WriteByte((byte)' ');
            }

            output.WriteByte(style.Segment);
        }

        /// <summary>ISA11 names the separator of repeats; where it names that of components too, there is none, and a new one hurts nobody.</summary>
        private static bool NamesRepetition(in SegmentView isa) => isa.Delimiters.Repetition != 0 || (isa[11].Length == 1 && isa[11][0] == isa.Delimiters.Component);

        private static void WriteSegment(in SegmentView segment, Delimiters style, Stream output)
        {
            WriteValue(segment[0].TrimStart(" \t\r\n"u8), segment.Delimiters, style, output);
            var last = segment.Count;
            while (last > 0 && segment[last].IsEmpty) last--;
            for (var i = 1; i <= last; i++)
            {
                output.WriteByte(style.Element);
                WriteValue(segment[i], segment.Delimiters, style, output);
            }

            output.WriteByte(style.Segment);
        }

        private static void WriteValue(ReadOnlySpan<byte> value, Delimiters from, Delimiters to, Stream output)
        {
            foreach (var b in value)
                output.WriteByte(b == from.Component && from.Component != 0 ? to.Component : b == from.Repetition && from.Repetition != 0 ? to.Repetition : b);
        }

        private static void Mark(ReadOnlySpan<byte> value, Delimiters delimiters, bool[] used)
        {
            foreach (var b in value)
                if (b == 0 || (b != delimiters.Component && b != delimiters.Repetition)) used[b] = true;
        }
    }
}
