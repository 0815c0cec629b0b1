Console.Error.WriteLine("usage: geode-inspect KIND FILE...");
return 2;
