Console.Error.WriteLine("usage: geode-archive backup create|list|restore|verify");
return 2;
