using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>A view of one part of a business object, as of a line of a claim.</summary>
public interface IPartView<TView> where TView : struct, IPartView<TView>, allows ref struct
{
    internal static abstract PartKind Kind { get; }

    internal static abstract TView Of(HeldSegments held, int part);
}

/// <summary>The parts of one kind directly in another, in file order: <c>foreach (var line in claim.Lines)</c>.</summary>
public readonly ref struct Parts<TView> where TView : struct, IPartView<TView>, allows ref struct
{
    private readonly HeldSegments _held;
    private readonly int _parent, _but, _butToo;

    internal Parts(HeldSegments held, int parent, int but = -1, int butToo = -1)
    {
        _held = held;
        _parent = parent;
        _but = but;
        _butToo = butToo;
    }

    public int Count
    {
        get
        {
            var count = 0;
            for (var part = Next(_parent); part >= 0; part = Next(part)) count++;
            return count;
        }
    }

    public Enumerator GetEnumerator() => new(this);

    private int Next(int after)
    {
        do after = _held.NextPart(after, _parent, TView.Kind);
        while (after >= 0 && (after == _but || after == _butToo));
        return after;
    }

    public ref struct Enumerator
    {
        private readonly Parts<TView> _parts;
        private int _part;

        internal Enumerator(Parts<TView> parts)
        {
            _parts = parts;
            _part = parts._parent;
        }

        public readonly TView Current => TView.Of(_parts._held, _part);

        public bool MoveNext() => (_part = _parts.Next(_part)) >= 0;
    }
}
