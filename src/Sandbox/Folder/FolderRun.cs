using System.Security.Cryptography;
using CleanClaim.Sandbox.Configuration;

namespace CleanClaim.Sandbox.Folder;

/// <summary>
/// One round over a root folder. Everything is worked out in memory; the answers are laid down as .part files; then state.json is replaced,
/// which is the moment the run has happened; then the answers get their names and the inputs move to done/. Killed before that moment
/// nothing has happened; killed after it the next run finishes the rest, and an answer that was fetched meanwhile does not come again.
/// </summary>
internal sealed class FolderRun(string root, DateOnly today, int seed, TextWriter log, Action<string>? reached = null)
{
    private const long LargestInput = 64L * 1024 * 1024;
    private readonly string statePath = Path.Combine(root, "state.json");
    private readonly string inFolder = Path.Combine(root, "in");
    private readonly string outFolder = Path.Combine(root, "out");
    private bool tooLarge;

    /// <summary>True when something that came in was refused.</summary>
    public bool Run(SandboxConfiguration configuration)
    {
        foreach (var folder in (string[])["in", "out", "done", "refused"]) Directory.CreateDirectory(Path.Combine(root, folder));
        var state = SandboxState.Load(statePath);
        Finish(state);
        var outbox = new Outbox(state, today, configuration.Clearinghouse!.Id);
        var intake = new Intake(state, configuration, outbox, today, seed);
        var inputs = TakeInputs(intake);
        Pay(state, configuration, outbox, intake);
        if (inputs.Count == 0 && outbox.Files.Count == 0) return tooLarge;
        foreach (var file in outbox.Files) File.WriteAllBytes(PartPath(file.Name), file.Content);
        reached?.Invoke("answers laid down");
        state.Pending = new([.. outbox.Files.Select(f => f.Name)], inputs);
        state.Save(statePath);
        reached?.Invoke("state saved");
        Finish(state);
        foreach (var file in outbox.Files) log.WriteLine($"out/{file.Name}");
        return intake.AnyRefused || tooLarge;
    }

    private void Pay(SandboxState state, SandboxConfiguration configuration, Outbox outbox, Intake intake)
    {
        var checks = new CheckRun(state, configuration, outbox, today, seed);
        var desk = new PayerDesk(state, configuration, today, seed);
        foreach (var claim in intake.Accepted) desk.Take(claim);
        desk.TakeBackByAmount();
        foreach (var stack in desk.Stacks) checks.Pay(stack);
        // The supplement answers after the primary's check, in a file of its own.
        var later = new PayerDesk(state, configuration, today, seed);
        later.TakeCrossovers();
        foreach (var stack in later.Stacks) checks.Pay(stack);
        checks.Bank();
    }

    private List<TakenInput> TakeInputs(Intake intake)
    {
        var inputs = new List<TakenInput>();
        foreach (var path in Directory.EnumerateFiles(inFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(inFolder, path).Replace('\\', '/');
            if (name.EndsWith(".part", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(name).StartsWith('.')) continue;
            if (new FileInfo(path).Length > LargestInput)
            {
                log.WriteLine($"in/{name}: larger than 64 MiB. It goes to refused/; send it in parts.");
                tooLarge = true;
                File.Move(path, Path.Combine(root, "refused", Path.GetFileName(name)), overwrite: true);
                continue;
            }
            var content = File.ReadAllBytes(path);
            var why = intake.Take(content);
            log.WriteLine(why is null ? $"in/{name}: read" : $"in/{name}: {why} It goes to refused/.");
            inputs.Add(new(name, Convert.ToHexString(SHA256.HashData(content)), why is null ? "done" : "refused"));
        }
        return inputs;
    }

    /// <summary>Shows what the last committed run still has to show, clears away what an uncommitted one left.</summary>
    private void Finish(SandboxState state)
    {
        if (state.Pending is { } pending)
        {
            foreach (var name in pending.Outputs)
            {
                if (File.Exists(PartPath(name))) File.Move(PartPath(name), Path.Combine(outFolder, name), overwrite: true);
                reached?.Invoke("an answer shown");
            }
            foreach (var input in pending.Inputs)
            {
                Move(input);
                reached?.Invoke("an input moved");
            }
            state.Pending = null;
            state.Save(statePath);
            reached?.Invoke("run finished");
        }
        foreach (var leftover in Directory.EnumerateFiles(outFolder, "*.part")) File.Delete(leftover);
    }

    private void Move(TakenInput input)
    {
        var from = Path.Combine(inFolder, input.Path);
        if (!File.Exists(from) || Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(from))) != input.Hash) return;
        var to = Path.Combine(root, input.Folder, input.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        // A file of that name was taken before: the later one is kept beside it.
        if (File.Exists(to)) to += "." + input.Hash[..8];
        File.Move(from, to, overwrite: true);
    }

    private string PartPath(string name) => Path.Combine(outFolder, name + ".part");
}
