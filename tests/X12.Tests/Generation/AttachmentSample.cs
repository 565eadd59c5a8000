using CleanClaim.X12.Schema;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>Attachments whose content has the length that is said before it.</summary>
internal sealed class AttachmentSample(Guide guide, int seed, int density) : GuideSample(guide, seed, density)
{
    private const string Content = "CONTENT";

    protected override string? Fixed(Part segment, ElementUse element, IReadOnlyList<X12Value> before) => (segment.Row!.Id.ToString(), element.Position) switch
    {
        ("BIN", 1) => X12Numbers.Text(Content.Length),
        ("BIN", 2) => Content,
        _ => base.Fixed(segment, element, before),
    };
}
