using CleanClaim.X12.Tool;

return ToolCommand.Run(args, Console.In, Console.Out, Console.Error);
