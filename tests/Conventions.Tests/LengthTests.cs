using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>STYLE 6.13: a file is read in one sitting, a function on one screen. Guides and code sets are data and have no limit.</summary>
public sealed class LengthTests
{
    private const int FileLimit = 500;
    private const int FunctionLimit = 70;

    [Fact]
    public void Files_have_at_most_500_lines()
    {
        var files = Product.Files("src", ".cs", ".razor", ".css", ".js").Concat(Product.Files("tests", ".cs")).Concat(Product.Files("bench", ".cs")).ToList();
        Assert.True(files.Count > 100, $"Only {files.Count} files were found.");
        Offenders.None(files.Select(file => (File: file, Lines: LinesOf(Product.Read(file)))).Where(file => file.Lines > FileLimit).Select(file => $"{file.File}: {file.Lines}"), "A border may be missing.");
    }

    [Fact]
    public void Functions_have_at_most_70_lines()
    {
        var functions = Product.Assemblies.SelectMany(FunctionLengths.Of).ToList();
        Assert.True(functions.Count > 500, $"Only {functions.Count} functions were found.");
        Offenders.None(functions.Where(function => function.Lines > FunctionLimit).Select(function => $"{function.Name} in {function.File}: {function.Lines}"), "Let it tell its story in named steps.");
    }

    [Fact]
    public void A_long_function_and_a_long_file_are_found()
    {
        var mine = FunctionLengths.Of(typeof(Samples.LongFunction).Assembly);
        Assert.Equal(["LongFunction.Count"], mine.Where(function => function.File == "LongFunction.cs" && function.Lines > FunctionLimit).Select(function => function.Name));
        Assert.Equal(501, LinesOf(string.Concat(Enumerable.Repeat("x\n", 501))));
        Assert.Equal(2, LinesOf("x\ny"));
    }

    private static int LinesOf(string text) => text.Count(c => c == '\n') + (text.EndsWith('\n') ? 0 : 1);
}
