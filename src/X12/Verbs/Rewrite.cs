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
}
