using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>A view of one part of a business object, as of a line of a claim.</summary>
public interface IPartView<TView> where TView : struct, IPartView<TView>, allows ref struct
{
    internal static abstract PartKind Kind { get; }

    internal static abstract unsafe TView Of(HeldPart* part);
}

/// <summary>The parts of one kind directly in another, in file order: <c>foreach (var line in claim.Lines)</c>.</summary>
public readonly unsafe ref struct Parts<TView> where TView : struct, IPartView<TView>, allows ref struct
{
    // Each part knows the next one, the last one the first: the last says where all of them are.
    private readonly HeldPart* _last;

    internal Parts(HeldPart* parent) => _last = parent->LastPart(TView.Kind);

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this) count++;
            return count;
        }
    }

    public Enumerator GetEnumerator() => new(_last);

    public ref struct Enumerator
    {
        private readonly HeldPart* _last;
        private HeldPart* _part, _next;

        internal Enumerator(HeldPart* last)
        {
            _last = last;
            _next = last == null ? null : last->Next;
        }

        public readonly TView Current => TView.Of(_part);

        public bool MoveNext()
        {
            if (_next == null) return false;
            _part = _next;
            _next = _part == _last ? null : _part->Next;
            return true;
        }
    }
}
