using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>Which codes were told already. Nearly always they are few and short, and a look along them is quicker than a set; a claim may have any number of any length.</summary>
internal sealed class ToldCodes
{
    private readonly ulong[] _few = new ulong[16];
    private int _count;
    private HashSet<ShortText>? _more;

    public void Clear()
    {
        _count = 0;
        _more = null;
    }

    /// <summary>False when it was told before.</summary>
    public bool Add(ReadOnlySpan<byte> code)
    {
        var packed = ElementCode.Of(code);
        if (packed == ElementCode.TooLong || !Ascii.IsValid(code)) return (_more ??= []).Add(new(code));
        if (_few.AsSpan(0, _count).Contains(packed)) return false;
        if (_count == _few.Length) return (_more ??= []).Add(new(code));
        _few[_count++] = packed;
        return true;
    }
}
