namespace CleanClaim.Billing.Tests.Pdf;

/// <summary>A picture as pdftoppm draws it: portable pixmap, 8 bits a colour.</summary>
public sealed record Picture(int Width, int Height, byte[] Pixels)
{
    public static Picture Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var (words, at) = (new List<string>(), 0);
        while (words.Count < 4)
        {
            var end = at;
            while (!char.IsWhiteSpace((char)bytes[end]))
                end++;
            words.Add(System.Text.Encoding.ASCII.GetString(bytes, at, end - at));
            at = end + 1;
        }

        Assert.Equal("P6", words[0]);
        Assert.Equal("255", words[3]);
        return new Picture(int.Parse(words[1], null), int.Parse(words[2], null), bytes[at..]);
    }

    public (int Red, int Green, int Blue) At(int x, int y)
    {
        var at = (y * Width + x) * 3;
        return (Pixels[at], Pixels[at + 1], Pixels[at + 2]);
    }

    public bool HasInk(int left, int top, int right, int bottom)
    {
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
                if (At(x, y) != (255, 255, 255))
                    return true;
        return false;
    }
}

/// <summary>A file that is gone when the test is done.</summary>
public sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(string path) => Path = path;

    public string Path { get; }

    public static TemporaryFile With(byte[] bytes)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        return new TemporaryFile(path);
    }

    public void Dispose() => File.Delete(Path);
}
