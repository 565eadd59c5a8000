namespace CleanClaim.X12.Schema;

/// <summary>A guide file is not a guide: a fault of whoever wrote it, told with file and line when it is loaded.</summary>
public sealed class GuideFormatException : Exception
{
    public GuideFormatException(string file, int line, string message) : base($"{file}, line {line}: {message}") { }

    public GuideFormatException(string message) : base(message) { }

    public GuideFormatException(string message, Exception inner) : base(message, inner) { }

    public GuideFormatException() { }
}
