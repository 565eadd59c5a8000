namespace CleanClaim.Testing;

/// <summary>A folder that <paramref name="make"/> fills when it is first asked for, once per test process; each test gets a copy of its own. It goes with the process.</summary>
public sealed class FolderMadeOnce(Func<string, Task> make)
{
    private readonly Lazy<Task<string>> _made = new(() => Make(make));

    /// <summary>Copies what was made into a folder, which is made when it is absent.</summary>
    public async Task CopyTo(string folder)
    {
        var made = await _made.Value;
        foreach (var inside in Directory.EnumerateDirectories(made, "*", SearchOption.AllDirectories).Prepend(made))
        {
            var to = Directory.CreateDirectory(Path.Combine(folder, Path.GetRelativePath(made, inside))).FullName;
            foreach (var file in Directory.EnumerateFiles(inside)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static async Task<string> Make(Func<string, Task> make)
    {
        var folder = Directory.CreateTempSubdirectory("cleanclaim-made-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await make(folder);
        return folder;
    }
}
