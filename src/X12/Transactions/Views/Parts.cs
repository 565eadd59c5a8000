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

    // Each part knows the next one, the last one the first: the last says where all of them are.
    private readonly int _last;

    internal Parts(HeldSegments held, int parent)
    {
        _held = held;
        _last = held.LastPart(parent, TView.Kind);
    }

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this) count++;
            return count;
        }
    }

    public Enumerator GetEnumerator() => new(_held, _last);

    public ref struct Enumerator
    {
        private readonly HeldSegments _held;
        private readonly int _last;
        private int _part, _next;

        internal Enumerator(HeldSegments held, int last)
        {
            _held = held;
            _last = last;
            _next = last == 0 ? 0 : held.NextPart(last);
        }

        public readonly TView Current => TView.Of(_held, _part);

        public bool MoveNext()
        {
            if (_next == 0) return false;
            _part = _next;
            _next = _part == _last ? 0 : _held.NextPart(_part);
            return true;
        }
    }
}
