Console.Error.WriteLine("cleanclaim: no command given"); return 2;
