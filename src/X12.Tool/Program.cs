Console.Error.WriteLine("x12: no verb given"); return 2;
