namespace CleanClaim.X12;

/// <summary>
/// The four separators of one interchange, as its ISA segment names them (X12.5: ISA position 4, ISA11, ISA16, and the byte
/// after ISA16). A component or repetition separator of 0 means that the interchange has none.
/// </summary>
public readonly record struct Delimiters(byte Element, byte Component, byte Repetition, byte Segment)
{
    /// <summary>The separators of our own files: <c>* : ^ ~</c>.</summary>
    public static Delimiters Usual { get; } = new((byte)'*', (byte)':', (byte)'^', (byte)'~');

    /// <summary>Whether a reader can tell these separators apart from one another and from letters, digits and blanks.</summary>
    public bool AreUsable =>
        Element != 0 && Segment != 0 && Element != Segment && Element != Component && Segment != Component
        && (Repetition == 0 || (Repetition != Element && Repetition != Segment && Repetition != Component))
        && CanSeparate(Element) && CanSeparate(Segment) && (Component == 0 || CanSeparate(Component));

    internal static bool CanSeparate(byte value) => value != (byte)' ' && !char.IsAsciiLetterOrDigit((char)value);
}
