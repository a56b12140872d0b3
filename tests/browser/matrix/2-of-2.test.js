import { matrix } from './cells.js';

matrix(1);
