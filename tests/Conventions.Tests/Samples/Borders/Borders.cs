// Faults on purpose: the conventions must find them here.
#pragma warning disable CA1822, CA1812, CA1852
namespace CleanClaim.Conventions.Tests.Samples.Borders.Denials
{
    internal sealed class Late
    {
        public static int Count { get; set; }
    }
}

namespace CleanClaim.Conventions.Tests.Samples.Borders.Claims
{
    internal sealed class Early
    {
        public Func<int> Ask() => () => Denials.Late.Count;
    }
}

namespace CleanClaim.Conventions.Tests.Samples.Borders.Statements
{
    internal sealed class Lawful
    {
        public Func<int> Ask() => () => Denials.Late.Count;
    }
}

namespace CleanClaim.Conventions.Tests.Samples.Borders.Parties
{
    internal sealed class Ground
    {
        public List<Claims.Early> Field = [];
    }
}
