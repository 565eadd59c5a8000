using System.Buffers;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Verbs;

/// <summary>Which of the letters that could separate fields stand in the values of an interchange.</summary>
internal sealed class UsedLetters
{
    private readonly bool[] _used = new bool[256];
    private readonly byte[] _separators;

    // What separates already says nothing of a value, and what is no candidate concerns nobody: most runs hold none of the rest.
    private readonly SearchValues<byte> _telling;

    public UsedLetters(Delimiters delimiters)
    {
        _separators = [.. new[] { delimiters.Element, delimiters.Segment, delimiters.Component, delimiters.Repetition }.Where(d => d != 0)];
        _telling = SearchValues.Create([.. Characters.Candidates.Except(_separators)]);
    }

    /// <summary>Looks at whole segments.</summary>
    public void See(ReadOnlySpan<byte> segments)
    {
        for (var at = segments.IndexOfAny(_telling); at >= 0; at = segments.IndexOfAny(_telling))
        {
            _used[segments[at]] = true;
            segments = segments[(at + 1)..];
        }
    }

    /// <summary>Looks at a value in which nothing separates.</summary>
    public void SeePlain(ReadOnlySpan<byte> value)
    {
        foreach (var letter in value) _used[letter] = true;
    }

    /// <summary>Separators that no value holds; null when there are not enough.</summary>
    public Delimiters? Free() => Characters.Free(_used);
}
