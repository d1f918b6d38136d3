package walls

var sentTwice = map[string]twice{}
