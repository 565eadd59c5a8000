using System.CommandLine;
using System.CommandLine.Help;

namespace CleanClaim.Cli;

/// <summary>The tree of commands; each group's words stand in its own folder.</summary>
public static class CommandLine
{
    public static RootCommand Tree()
    {
        var root = new RootCommand("CleanClaim: billing for clinics, from registration to zero balance.")
        {
            Serving.ServeCommand.Make(),
            Demo.DemoCommand.Make(),
            Serving.InitCommand.Make(),
            Serving.MigrateCommand.Make(),
            Access.UserCommands.Group(),
            Parties.ImportCommand.Group(),
            Parties.AddCommands.Patient(),
            Parties.AddCommands.Guarantor(),
            Parties.AddCommands.Coverage(),
            Parties.AddCommands.Case(),
            Parties.AddCommands.Visit(),
            Parties.AddCommands.Partner(),
            Submissions.ClaimsCommands.Group(),
            Submissions.ClaimCommands.Group(),
            Submissions.ExchangeCommand.Make(),
            Acknowledgments.AckCommand.Group(),
            Remittance.RemitCommands.Group(),
            PaymentPosting.ExceptionCommands.Group(),
            PaymentPosting.ReceiptCommands.Group(),
            PaymentPosting.RefundCommands.Group(),
            PaymentPosting.BankCommands.Group(),
            PaymentPosting.PracticeCommands.Group(),
            PaymentPosting.BalanceCommands.Group(),
            Denials.DenialCommands.Group(),
            Statements.StatementCommands.Group(),
            Reporting.ExplainCommand.Make(),
            Reporting.AccountCommands.Group(),
            Reporting.ReportCommands.Group(),
            Ledger.LedgerCommands.Group(),
            Ledger.PeriodCommands.Group(),
            Ledger.PeriodCommands.Rebuild(),
            Scrubbing.RulesCommands.Group(),
            CodeSets.CodesCommands.Group(),
            Edi.X12Commands.Group(),
        };
        foreach (var option in Globals.All) root.Options.Add(option);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExample((HelpAction)help.Action!);
        root.SetAction(parsed => Guard.NoCommand(parsed));
        return root;
    }

    /// <summary>Runs one command; returns its exit code. Throws nothing.</summary>
    public static async Task<int> Run(IReadOnlyList<string> arguments, Surroundings around, CancellationToken cancel)
    {
        var parsed = Tree().Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExample) return Guard.Usage(parsed, around);
        return await parsed.InvokeAsync(around, cancel);
    }
}
